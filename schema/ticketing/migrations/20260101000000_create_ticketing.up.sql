-- pgplumb: migration create_ticketing
-- pgplumb: engine native: migra does not see a comment (comment on column public.active_events_with_availability.event_id) and 349 more
-- pgplumb: before 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: after b14e9d2a061a8d966affd953dd7045d7304c62c34c2a25c6d8bcebc4c8ea14b2

SET LOCAL check_function_bodies = off;

CREATE TYPE public.waitlist_status AS ENUM ('waiting', 'notified', 'converted', 'expired');

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass.';

CREATE DOMAIN public.currency_code AS character(3) CONSTRAINT currency_code_shape CHECK ((VALUE ~ '^[A-Z]{3}$'::text));

COMMENT ON DOMAIN public.currency_code IS 'An ISO 4217 currency, three capital letters.';

CREATE DOMAIN public.email_address AS text CONSTRAINT email_address_shape CHECK ((VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text));

COMMENT ON DOMAIN public.email_address IS 'An e-mail address: one @, no white space. Kept as typed; compare with lower().';

CREATE SEQUENCE public.order_number_seq START WITH 100000;

COMMENT ON SEQUENCE public.order_number_seq IS 'Gives orders their numbers; gaps are normal.';

GRANT USAGE ON SEQUENCE public.order_number_seq TO ticket_admin;

CREATE OR REPLACE FUNCTION public.current_app_user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;

COMMENT ON FUNCTION public.current_app_user_id() IS 'Account that the application acts for (setting app.user_id); null: none.';

CREATE OR REPLACE FUNCTION public.enforce_status_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if not format('%s>%s', old.status, new.status) = any (tg_argv) then
        raise check_violation using
            message = format('%s %s cannot go from %s to %s', tg_table_name, new.id, old.status, new.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.enforce_status_transition() IS 'Trigger: allows the changes of status given as arguments, each written from>to, and no other (23514).';

CREATE OR REPLACE FUNCTION public.enforce_tier_capacity()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- TK-INV-01. The check constraint says the same; this says which tier, and by how much.
    if new.sold + new.reserved > new.quantity then
        raise check_violation using
            message = format('tier %s cannot hold %s sold and %s reserved tickets of %s',
                             new.id, new.sold, new.reserved, new.quantity),
            table = tg_table_name,
            constraint = 'ticket_tiers_not_oversold';
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.enforce_tier_capacity() IS 'Trigger: refuses (23514) a tier that has sold and reserved more than its quantity.';

CREATE OR REPLACE FUNCTION public.new_ticket_code()
 RETURNS text
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
RETURN upper(substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 13));

COMMENT ON FUNCTION public.new_ticket_code() IS 'A random ticket code: 20 hexadecimal digits in capitals, 74 bits of them random.';

CREATE OR REPLACE FUNCTION public.purchase_items(p_items jsonb)
 RETURNS TABLE(tier_id uuid, quantity integer)
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT ((i.item ->> 'tier_id'::text))::uuid AS uuid,
     (sum(((i.item ->> 'quantity'::text))::integer))::integer AS sum
    FROM jsonb_array_elements(purchase_items.p_items) i(item)
   GROUP BY ((i.item ->> 'tier_id'::text))::uuid;
END;

COMMENT ON FUNCTION public.purchase_items(jsonb) IS 'Reads [{"tier_id": uuid, "quantity": integer}, ...]; a tier named twice is one row.';

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise insufficient_privilege using
        message = format('%s on %s is refused: its rows stay as they were written', lower(tg_op), tg_table_name);
end;
$function$;

COMMENT ON FUNCTION public.refuse_change() IS 'Trigger: refuses (42501) whatever fires it.';

CREATE OR REPLACE FUNCTION public.require_acting_user(p_user_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    -- Not current_user, which is the owner within a security definer function.
    v_caller constant name := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
    if current_app_user_id() is null and (
        not pg_has_role(v_caller, 'ticket_app', 'member')
        or (select r.rolsuper from pg_roles r where r.rolname = v_caller)
    ) then
        return;
    end if;
    if current_app_user_id() is distinct from p_user_id then
        raise insufficient_privilege using
            message = format('user %s is not the one that this session acts for', p_user_id),
            hint = 'Set app.user_id in the transaction.';
    end if;
end;
$function$;

COMMENT ON FUNCTION public.require_acting_user(uuid) IS 'Refuses (42501) to act for anybody but app.user_id; jobs and administrators, who set none, act for everybody.';

CREATE OR REPLACE FUNCTION public.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    new.updated_at := now();
    return new;
end;
$function$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Trigger: stamps updated_at with the time of the transaction.';

CREATE OR REPLACE FUNCTION public.tier_is_on_sale(p_is_active boolean, p_sale_start_time timestamp with time zone, p_sale_end_time timestamp with time zone, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (p_is_active AND COALESCE((p_at >= p_sale_start_time), true) AND COALESCE((p_at < p_sale_end_time), true));

COMMENT ON FUNCTION public.tier_is_on_sale(boolean, timestamp with time zone, timestamp with time zone, timestamp with time zone) IS 'Whether an active tier''s sale is open at a moment; the window includes its start and excludes its end, null bounds are open.';

CREATE TABLE public.audit_logs (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    actor_user_id uuid,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id uuid,
    old_data jsonb,
    new_data jsonb,
    ip inet,
    CONSTRAINT audit_logs_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'login'::text, 'admin'::text]))),
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION public.record_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_old constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password_hash' end;
    v_new constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password_hash' end;
begin
    insert into audit_logs (actor_user_id, action, entity, entity_id, old_data, new_data, ip)
    values (
        current_app_user_id(), lower(tg_op), tg_table_name, (coalesce(v_new, v_old) ->> 'id')::uuid,
        v_old, v_new, inet_client_addr()
    );
    return null;
end;
$function$;

COMMENT ON FUNCTION public.record_audit() IS 'Trigger: writes the row before and after, without password_hash, to audit_logs.';

CREATE INDEX idx_audit_logs_entity ON public.audit_logs USING btree (entity, entity_id);

CREATE INDEX idx_audit_logs_occurred ON public.audit_logs USING brin (occurred_at);

CREATE TRIGGER audit_logs_append_only BEFORE UPDATE ON public.audit_logs FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_logs_no_truncate BEFORE TRUNCATE ON public.audit_logs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.audit_logs.action IS 'insert, update or delete of a row; login; admin for acts of staff.';

COMMENT ON COLUMN public.audit_logs.actor_user_id IS 'Account on whose behalf the change was made (app.user_id); null for jobs.';

COMMENT ON COLUMN public.audit_logs.entity IS 'Table of the row that changed.';

COMMENT ON COLUMN public.audit_logs.entity_id IS 'Key of the row that changed.';

COMMENT ON COLUMN public.audit_logs.id IS 'Running number of the entry.';

COMMENT ON COLUMN public.audit_logs.ip IS 'Address of the client; null for local connections.';

COMMENT ON COLUMN public.audit_logs.new_data IS 'The row after, without its password hash; null for a delete.';

COMMENT ON COLUMN public.audit_logs.occurred_at IS 'When the transaction that made the change began.';

COMMENT ON COLUMN public.audit_logs.old_data IS 'The row before, without its password hash; null for an insert.';

COMMENT ON TABLE public.audit_logs IS 'One row per change of a watched table. Append-only; kept 7 years.';

GRANT SELECT ON TABLE public.audit_logs TO ticket_admin;

GRANT SELECT ON TABLE public.audit_logs TO ticket_jobs;

GRANT SELECT ON TABLE public.audit_logs TO ticket_readonly;

CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    promoter_id uuid NOT NULL,
    title character varying(255) NOT NULL,
    slug character varying(255) NOT NULL,
    description text,
    venue text NOT NULL,
    venue_address text,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone NOT NULL,
    doors_open_time timestamp with time zone,
    capacity integer NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    deleted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_capacity_positive CHECK ((capacity > 0)),
    CONSTRAINT events_doors_before_start CHECK ((doors_open_time <= start_time)),
    CONSTRAINT events_end_after_start CHECK ((end_time > start_time)),
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_slug_shape CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT events_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'cancelled'::text, 'completed'::text])))
);

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

CREATE INDEX idx_events_promoter ON public.events USING btree (promoter_id);

CREATE INDEX idx_events_search ON public.events USING gin (to_tsvector('english'::regconfig, (((title)::text || ' '::text) || COALESCE(description, ''::text))));

CREATE UNIQUE INDEX idx_events_slug ON public.events USING btree (slug) WHERE (deleted_at IS NULL);

CREATE INDEX idx_events_status_start ON public.events USING btree (status, start_time);

CREATE TRIGGER events_audit AFTER INSERT OR DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.record_audit();

CREATE TRIGGER events_set_updated_at BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER events_status_transition BEFORE UPDATE OF status ON public.events FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('draft>published', 'published>cancelled', 'published>completed');

CREATE POLICY events_administer ON public.events TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY events_published ON public.events FOR SELECT TO ticket_app USING ((status = 'published'::text));

CREATE POLICY events_read_all ON public.events FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.events.capacity IS 'People that the place holds; the tiers'' quantities never add up to more.';

COMMENT ON COLUMN public.events.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.events.deleted_at IS 'When the event was withdrawn; null while it is live.';

COMMENT ON COLUMN public.events.description IS 'Text of the event''s page; null where there is none.';

COMMENT ON COLUMN public.events.doors_open_time IS 'When people are let in; not after the start; null where not told.';

COMMENT ON COLUMN public.events.end_time IS 'When the event ends; after it began.';

COMMENT ON COLUMN public.events.id IS 'Key of the event.';

COMMENT ON COLUMN public.events.promoter_id IS 'Who publishes it.';

COMMENT ON COLUMN public.events.slug IS 'Part of the page address: lower-case words and digits joined by hyphens; unique among live events.';

COMMENT ON COLUMN public.events.start_time IS 'When the event begins.';

COMMENT ON COLUMN public.events.status IS 'draft, published, cancelled or completed; it moves only in that direction.';

COMMENT ON COLUMN public.events.title IS 'Name shown to buyers, at most 255 characters.';

COMMENT ON COLUMN public.events.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.events.venue IS 'Name of the place.';

COMMENT ON COLUMN public.events.venue_address IS 'Postal address of the place; null while not known.';

COMMENT ON TABLE public.events IS 'One row per event. Deleting one takes its tiers and waitlist along while nothing is sold; a sold event is cancelled instead.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.events TO ticket_admin;

GRANT INSERT, SELECT, UPDATE ON TABLE public.events TO ticket_app;

GRANT SELECT ON TABLE public.events TO ticket_jobs;

GRANT SELECT ON TABLE public.events TO ticket_readonly;

CREATE TABLE public.order_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_id uuid NOT NULL,
    tier_id uuid NOT NULL,
    event_id uuid NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(10,2) NOT NULL,
    line_total numeric(12,2) GENERATED ALWAYS AS (((quantity)::numeric * unit_price)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT order_items_order_id_tier_id_key UNIQUE (order_id, tier_id),
    CONSTRAINT order_items_pkey PRIMARY KEY (id),
    CONSTRAINT order_items_quantity_positive CHECK ((quantity > 0)),
    CONSTRAINT order_items_unit_price_not_negative CHECK ((unit_price >= (0)::numeric))
);

ALTER TABLE public.order_items ENABLE ROW LEVEL SECURITY;

CREATE INDEX idx_order_items_tier ON public.order_items USING btree (tier_id, event_id);

CREATE TRIGGER order_items_set_updated_at BEFORE UPDATE ON public.order_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY order_items_administer ON public.order_items TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY order_items_read_all ON public.order_items FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.order_items.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.order_items.event_id IS 'Event of both the order and the tier.';

COMMENT ON COLUMN public.order_items.id IS 'Key of the item.';

COMMENT ON COLUMN public.order_items.line_total IS 'quantity times unit_price, two decimals.';

COMMENT ON COLUMN public.order_items.order_id IS 'The order that it belongs to.';

COMMENT ON COLUMN public.order_items.quantity IS 'Number of tickets, at least 1.';

COMMENT ON COLUMN public.order_items.tier_id IS 'The tier that is bought.';

COMMENT ON COLUMN public.order_items.unit_price IS 'Price of one ticket when it was bought; later prices of the tier do not change it.';

COMMENT ON COLUMN public.order_items.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.order_items IS 'One row per order and tier: how many tickets, and at which price.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.order_items TO ticket_admin;

GRANT SELECT ON TABLE public.order_items TO ticket_app;

GRANT SELECT ON TABLE public.order_items TO ticket_jobs;

GRANT SELECT ON TABLE public.order_items TO ticket_readonly;

CREATE TABLE public.orders (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_number text DEFAULT ('TK-'::text || (nextval('public.order_number_seq'::regclass))::text) NOT NULL,
    user_id uuid NOT NULL,
    event_id uuid NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    subtotal numeric(12,2) NOT NULL,
    service_fee numeric(12,2) DEFAULT 0 NOT NULL,
    tax numeric(12,2) DEFAULT 0 NOT NULL,
    total_amount numeric(12,2) NOT NULL,
    currency public.currency_code DEFAULT 'USD'::bpchar NOT NULL,
    coupon_code text,
    expires_at timestamp with time zone,
    paid_at timestamp with time zone,
    idempotency_key text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT orders_coupon_code_shape CHECK ((coupon_code ~ '^[A-Z0-9]{4,12}$'::text)),
    CONSTRAINT orders_id_event_id_key UNIQUE (id, event_id),
    CONSTRAINT orders_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT orders_order_number_key UNIQUE (order_number),
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_service_fee_not_negative CHECK ((service_fee >= (0)::numeric)),
    CONSTRAINT orders_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'paid'::text, 'failed'::text, 'cancelled'::text, 'expired'::text, 'refunded'::text, 'partially_refunded'::text]))),
    CONSTRAINT orders_subtotal_not_negative CHECK ((subtotal >= (0)::numeric)),
    CONSTRAINT orders_tax_not_negative CHECK ((tax >= (0)::numeric)),
    CONSTRAINT orders_total_amount_not_negative CHECK ((total_amount >= (0)::numeric)),
    CONSTRAINT orders_total_is_sum CHECK ((total_amount = ((subtotal + service_fee) + tax)))
);

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

ALTER SEQUENCE public.order_number_seq OWNED BY public.orders.order_number;

CREATE OR REPLACE FUNCTION public.cancel_order(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_user_id uuid;
begin
    select o.user_id into v_user_id from orders o where o.id = p_order_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
    perform require_acting_user(v_user_id);
    update orders set status = 'cancelled' where id = p_order_id;
end;
$function$;

COMMENT ON FUNCTION public.cancel_order(uuid) IS 'Cancels a pending order; its tickets go back on sale.';

REVOKE ALL ON FUNCTION public.cancel_order(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.cancel_order(uuid) TO ticket_admin;

GRANT ALL ON FUNCTION public.cancel_order(uuid) TO ticket_app;

CREATE OR REPLACE FUNCTION public.has_order_for(p_event_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select exists (select from orders o where o.event_id = p_event_id and o.user_id = current_app_user_id());
$function$;

COMMENT ON FUNCTION public.has_order_for(uuid) IS 'Whether the account that the application acts for ever ordered for the event.';

CREATE OR REPLACE FUNCTION public.order_matches_items()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_row constant jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    v_order_id constant uuid := v_row ->> tg_argv[0];
    v_subtotal numeric;
    v_items numeric;
begin
    -- TK-INV-06. An order that is gone took its items along.
    select o.subtotal into v_subtotal from orders o where o.id = v_order_id;
    select coalesce(sum(i.line_total), 0) into v_items from order_items i where i.order_id = v_order_id;
    if v_subtotal <> v_items then
        raise check_violation using
            message = format('order %s has a subtotal of %s, and items of %s', v_order_id, v_subtotal, v_items),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.order_matches_items() IS 'Trigger: refuses (23514) an order whose subtotal is not the sum of its items. Argument: the column that holds the order''s key.';

CREATE POLICY events_bought ON public.events FOR SELECT TO ticket_app USING (public.has_order_for(id));

ALTER TABLE public.order_items ADD CONSTRAINT order_items_order_fkey FOREIGN KEY (order_id, event_id) REFERENCES public.orders(id, event_id) ON DELETE CASCADE;

CREATE CONSTRAINT TRIGGER order_items_match_order AFTER INSERT OR DELETE OR UPDATE ON public.order_items DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.order_matches_items('order_id');

CREATE POLICY order_items_of_visible_order ON public.order_items FOR SELECT TO ticket_app USING ((EXISTS ( SELECT
   FROM public.orders o
  WHERE (o.id = order_items.order_id))));

ALTER TABLE public.orders ADD CONSTRAINT orders_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE RESTRICT;

CREATE INDEX idx_orders_coupon ON public.orders USING btree (coupon_code) WHERE (coupon_code IS NOT NULL);

CREATE INDEX idx_orders_event ON public.orders USING btree (event_id);

CREATE INDEX idx_orders_expiring ON public.orders USING btree (expires_at) WHERE (status = 'pending'::text);

CREATE INDEX idx_orders_user_status ON public.orders USING btree (user_id, status, created_at DESC);

CREATE TRIGGER orders_audit AFTER INSERT OR DELETE OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.record_audit();

CREATE CONSTRAINT TRIGGER orders_match_items AFTER UPDATE OF subtotal ON public.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.order_matches_items('id');

CREATE TRIGGER orders_set_updated_at BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER orders_status_transition BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('pending>paid', 'pending>failed', 'pending>expired', 'pending>cancelled', 'paid>refunded', 'paid>partially_refunded', 'partially_refunded>refunded');

CREATE POLICY orders_administer ON public.orders TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY orders_own ON public.orders FOR SELECT TO ticket_app USING ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY orders_read_all ON public.orders FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.orders.coupon_code IS 'Code of the coupon that was used, 4 to 12 capitals and digits; null where none was.';

COMMENT ON COLUMN public.orders.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.orders.currency IS 'Currency of every amount of the order.';

COMMENT ON COLUMN public.orders.event_id IS 'What for; items and tickets of the order are of this event too.';

COMMENT ON COLUMN public.orders.expires_at IS 'When an unpaid order gives its tickets back; null: never.';

COMMENT ON COLUMN public.orders.id IS 'Key of the order.';

COMMENT ON COLUMN public.orders.idempotency_key IS 'Chosen by the caller to repeat a purchase safely; null where it did not.';

COMMENT ON COLUMN public.orders.order_number IS 'Number told to the buyer: TK- and a running number.';

COMMENT ON COLUMN public.orders.paid_at IS 'When the payment arrived; null before that.';

COMMENT ON COLUMN public.orders.service_fee IS 'Our fee, two decimals.';

COMMENT ON COLUMN public.orders.status IS 'pending, then paid, failed, expired or cancelled; paid may become partially_refunded or refunded.';

COMMENT ON COLUMN public.orders.subtotal IS 'Sum of the items, two decimals.';

COMMENT ON COLUMN public.orders.tax IS 'Tax, two decimals.';

COMMENT ON COLUMN public.orders.total_amount IS 'What the buyer pays: subtotal + service_fee + tax.';

COMMENT ON COLUMN public.orders.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.orders.user_id IS 'Who buys.';

COMMENT ON TABLE public.orders IS 'One row per purchase, for one event. Kept as long as anything refers to it; a buyer with orders is never deleted.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.orders TO ticket_admin;

GRANT SELECT ON TABLE public.orders TO ticket_app;

GRANT SELECT ON TABLE public.orders TO ticket_jobs;

GRANT SELECT ON TABLE public.orders TO ticket_readonly;

CREATE TABLE public.payment_transactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_id uuid NOT NULL,
    type text NOT NULL,
    provider text NOT NULL,
    provider_ref text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    amount numeric(12,2) NOT NULL,
    currency public.currency_code NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_transactions_amount_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT payment_transactions_no_card CHECK ((NOT (metadata ?| ARRAY['card_number'::text, 'pan'::text, 'cvc'::text, 'cvv'::text]))),
    CONSTRAINT payment_transactions_pkey PRIMARY KEY (id),
    CONSTRAINT payment_transactions_provider_ref_key UNIQUE (provider, provider_ref),
    CONSTRAINT payment_transactions_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
    CONSTRAINT payment_transactions_type_known CHECK ((type = ANY (ARRAY['charge'::text, 'refund'::text])))
);

ALTER TABLE public.payment_transactions ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.refunds_within_charges()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_charged numeric;
    v_refunded numeric;
begin
    -- Refunds of one order go one after the other, so that two of them cannot both fit. The foreign key holds
    -- the order's key already, which this lock does not wait for.
    perform from orders o where o.id = new.order_id for no key update;
    select coalesce(sum(p.amount) filter (where p.type = 'charge'), 0),
           coalesce(sum(p.amount) filter (where p.type = 'refund'), 0)
    into v_charged, v_refunded
    from payment_transactions p
    where p.order_id = new.order_id and p.status = 'succeeded';
    if v_refunded > v_charged then
        raise check_violation using
            message = format('order %s was charged %s, and cannot be refunded %s', new.order_id, v_charged, v_refunded),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.refunds_within_charges() IS 'Trigger: refuses (23514) a refund that takes the refunds of an order above its charges.';

ALTER TABLE public.payment_transactions ADD CONSTRAINT payment_transactions_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

CREATE INDEX idx_payment_transactions_created ON public.payment_transactions USING btree (created_at);

CREATE INDEX idx_payment_transactions_order ON public.payment_transactions USING btree (order_id);

CREATE TRIGGER payment_transactions_refunds AFTER INSERT OR UPDATE OF type, status, amount ON public.payment_transactions FOR EACH ROW WHEN (((new.type = 'refund'::text) AND (new.status = 'succeeded'::text))) EXECUTE FUNCTION public.refunds_within_charges();

CREATE TRIGGER payment_transactions_set_updated_at BEFORE UPDATE ON public.payment_transactions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY payment_transactions_administer ON public.payment_transactions TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY payment_transactions_of_visible_order ON public.payment_transactions FOR SELECT TO ticket_app USING ((EXISTS ( SELECT
   FROM public.orders o
  WHERE (o.id = payment_transactions.order_id))));

CREATE POLICY payment_transactions_read_all ON public.payment_transactions FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.payment_transactions.amount IS 'Amount moved, above zero whatever the direction, two decimals.';

COMMENT ON COLUMN public.payment_transactions.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.payment_transactions.currency IS 'Currency of the amount.';

COMMENT ON COLUMN public.payment_transactions.id IS 'Key of the transaction.';

COMMENT ON COLUMN public.payment_transactions.metadata IS 'What else the provider told, an object; never card data.';

COMMENT ON COLUMN public.payment_transactions.order_id IS 'The order that is paid or refunded.';

COMMENT ON COLUMN public.payment_transactions.provider IS 'Name of the payment provider.';

COMMENT ON COLUMN public.payment_transactions.provider_ref IS 'The provider''s own key of the transaction; unique per provider.';

COMMENT ON COLUMN public.payment_transactions.status IS 'pending, succeeded or failed.';

COMMENT ON COLUMN public.payment_transactions.type IS 'charge or refund.';

COMMENT ON COLUMN public.payment_transactions.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.payment_transactions IS 'One row per transaction at a payment provider. Kept 7 years; refunds of an order never exceed its charges.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.payment_transactions TO ticket_admin;

GRANT SELECT ON TABLE public.payment_transactions TO ticket_app;

GRANT SELECT ON TABLE public.payment_transactions TO ticket_jobs;

GRANT SELECT (amount) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (created_at) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (currency) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (id) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (order_id) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (provider) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (status) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (type) ON TABLE public.payment_transactions TO ticket_readonly;

GRANT SELECT (updated_at) ON TABLE public.payment_transactions TO ticket_readonly;

CREATE TABLE public.promoters (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    company_name text NOT NULL,
    tax_id text,
    website text,
    is_verified boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT promoters_company_name_filled CHECK ((btrim(company_name) <> ''::text)),
    CONSTRAINT promoters_pkey PRIMARY KEY (id),
    CONSTRAINT promoters_user_id_key UNIQUE (user_id)
);

ALTER TABLE public.promoters ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.current_promoter_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select p.id from promoters p where p.user_id = current_app_user_id();
$function$;

COMMENT ON FUNCTION public.current_promoter_id() IS 'Promoter behind the account that the application acts for; null: none.';

CREATE OR REPLACE FUNCTION public.is_promoter_of(p_event_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select exists (select from events e where e.id = p_event_id and e.promoter_id = current_promoter_id());
$function$;

COMMENT ON FUNCTION public.is_promoter_of(uuid) IS 'Whether the account that the application acts for publishes the event.';

ALTER TABLE public.events ADD CONSTRAINT events_promoter_id_fkey FOREIGN KEY (promoter_id) REFERENCES public.promoters(id) ON DELETE RESTRICT;

CREATE POLICY events_own ON public.events TO ticket_app USING ((promoter_id = ( SELECT public.current_promoter_id() AS current_promoter_id))) WITH CHECK ((promoter_id = ( SELECT public.current_promoter_id() AS current_promoter_id)));

CREATE POLICY orders_of_own_event ON public.orders FOR SELECT TO ticket_app USING (public.is_promoter_of(event_id));

CREATE TRIGGER promoters_set_updated_at BEFORE UPDATE ON public.promoters FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY promoters_administer ON public.promoters TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY promoters_change_own ON public.promoters FOR UPDATE TO ticket_app USING ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id))) WITH CHECK ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY promoters_read ON public.promoters FOR SELECT TO ticket_app, ticket_jobs, ticket_readonly USING (true);

CREATE POLICY promoters_register ON public.promoters FOR INSERT TO ticket_app WITH CHECK ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

COMMENT ON COLUMN public.promoters.company_name IS 'Name shown to buyers.';

COMMENT ON COLUMN public.promoters.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.promoters.id IS 'Key of the promoter.';

COMMENT ON COLUMN public.promoters.is_verified IS 'Whether staff have checked the company.';

COMMENT ON COLUMN public.promoters.tax_id IS 'Tax number as the country writes it; hidden from the application.';

COMMENT ON COLUMN public.promoters.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.promoters.user_id IS 'The account behind it; at most one promoter per account.';

COMMENT ON COLUMN public.promoters.website IS 'Address of the promoter''s own pages; null where there are none.';

COMMENT ON TABLE public.promoters IS 'One row per account that publishes events. A promoter with any event, even a past one, cannot be deleted.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.promoters TO ticket_admin;

GRANT INSERT (company_name), SELECT (company_name), UPDATE (company_name) ON TABLE public.promoters TO ticket_app;

GRANT SELECT (created_at) ON TABLE public.promoters TO ticket_app;

GRANT SELECT (id) ON TABLE public.promoters TO ticket_app;

GRANT SELECT (is_verified) ON TABLE public.promoters TO ticket_app;

GRANT INSERT (tax_id), UPDATE (tax_id) ON TABLE public.promoters TO ticket_app;

GRANT INSERT (user_id), SELECT (user_id) ON TABLE public.promoters TO ticket_app;

GRANT INSERT (website), SELECT (website), UPDATE (website) ON TABLE public.promoters TO ticket_app;

GRANT SELECT (company_name) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (created_at) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (id) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (is_verified) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (user_id) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (website) ON TABLE public.promoters TO ticket_jobs;

GRANT SELECT (company_name) ON TABLE public.promoters TO ticket_readonly;

GRANT SELECT (created_at) ON TABLE public.promoters TO ticket_readonly;

GRANT SELECT (id) ON TABLE public.promoters TO ticket_readonly;

GRANT SELECT (is_verified) ON TABLE public.promoters TO ticket_readonly;

GRANT SELECT (user_id) ON TABLE public.promoters TO ticket_readonly;

GRANT SELECT (website) ON TABLE public.promoters TO ticket_readonly;

CREATE TABLE public.reservations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tier_id uuid NOT NULL,
    user_id uuid NOT NULL,
    quantity integer NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    order_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_reservations_order_if_converted CHECK (((order_id IS NULL) OR (status = 'converted'::text))),
    CONSTRAINT ticket_reservations_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_reservations_quantity_positive CHECK ((quantity > 0)),
    CONSTRAINT ticket_reservations_status_known CHECK ((status = ANY (ARRAY['active'::text, 'converted'::text, 'released'::text, 'expired'::text])))
);

ALTER TABLE public.reservations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.reservations ADD CONSTRAINT ticket_reservations_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

CREATE INDEX idx_ticket_reservations_active ON public.reservations USING btree (tier_id) WHERE (status = 'active'::text);

CREATE INDEX idx_ticket_reservations_expiring ON public.reservations USING btree (expires_at) WHERE (status = 'active'::text);

CREATE INDEX idx_ticket_reservations_order ON public.reservations USING btree (order_id);

CREATE INDEX idx_ticket_reservations_tier ON public.reservations USING btree (tier_id);

CREATE INDEX idx_ticket_reservations_user ON public.reservations USING btree (user_id);

CREATE TRIGGER ticket_reservations_set_updated_at BEFORE UPDATE ON public.reservations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER ticket_reservations_status_transition BEFORE UPDATE OF status ON public.reservations FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('active>converted', 'active>released', 'active>expired');

CREATE POLICY ticket_reservations_administer ON public.reservations TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY ticket_reservations_own ON public.reservations FOR SELECT TO ticket_app USING ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY ticket_reservations_read_all ON public.reservations FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.reservations.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.reservations.expires_at IS 'Until when the hold stands.';

COMMENT ON COLUMN public.reservations.id IS 'Key of the reservation.';

COMMENT ON COLUMN public.reservations.order_id IS 'The order that it became; null unless converted.';

COMMENT ON COLUMN public.reservations.quantity IS 'Number of tickets held, at least 1.';

COMMENT ON COLUMN public.reservations.status IS 'active, then converted, released or expired.';

COMMENT ON COLUMN public.reservations.tier_id IS 'The tier that is held.';

COMMENT ON COLUMN public.reservations.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.reservations.user_id IS 'For whom.';

COMMENT ON TABLE public.reservations IS 'One row per hold. The active ones of a tier add up to its reserved count; buying turns reserved into sold.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.reservations TO ticket_admin;

GRANT SELECT ON TABLE public.reservations TO ticket_app;

GRANT SELECT ON TABLE public.reservations TO ticket_jobs;

GRANT SELECT ON TABLE public.reservations TO ticket_readonly;

CREATE TABLE public.ticket_tiers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    name text NOT NULL,
    description text,
    price numeric(8,2) NOT NULL,
    quantity integer NOT NULL,
    sold integer DEFAULT 0 NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    min_purchase integer DEFAULT 1 NOT NULL,
    max_purchase integer DEFAULT 10 NOT NULL,
    sale_start_time timestamp with time zone,
    sale_end_time timestamp with time zone,
    is_active boolean DEFAULT true NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_tiers_event_id_name_key UNIQUE (event_id, name),
    CONSTRAINT ticket_tiers_id_event_id_key UNIQUE (id, event_id),
    CONSTRAINT ticket_tiers_min_purchase_positive CHECK ((min_purchase >= 1)),
    CONSTRAINT ticket_tiers_not_oversold CHECK (((sold + reserved) <= quantity)),
    CONSTRAINT ticket_tiers_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_tiers_price_not_negative CHECK ((price >= (0)::numeric)),
    CONSTRAINT ticket_tiers_purchase_range CHECK ((min_purchase <= max_purchase)),
    CONSTRAINT ticket_tiers_quantity_not_negative CHECK ((quantity >= 0)),
    CONSTRAINT ticket_tiers_reserved_not_negative CHECK ((reserved >= 0)),
    CONSTRAINT ticket_tiers_sale_window CHECK ((sale_end_time > sale_start_time)),
    CONSTRAINT ticket_tiers_sold_not_negative CHECK ((sold >= 0))
);

ALTER TABLE public.ticket_tiers ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.expire_orders(p_now timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_expired integer;
begin
    -- Every tier that will be given tickets back, in the order in which sales lock them (TK-TRAP-24).
    perform from ticket_tiers t
    where t.id in (
        select i.tier_id
        from orders o
        join order_items i on i.order_id = o.id
        where o.status = 'pending' and o.expires_at <= p_now
    )
    order by t.id
    for no key update;
    update orders o set status = 'expired' where o.status = 'pending' and o.expires_at <= p_now;
    get diagnostics v_expired = row_count;
    return v_expired;
end;
$function$;

COMMENT ON FUNCTION public.expire_orders(timestamp with time zone) IS 'Ends the unpaid orders whose time is over at the given moment; their tickets go back on sale. Returns how many.';

REVOKE ALL ON FUNCTION public.expire_orders(timestamp with time zone) FROM PUBLIC;

GRANT ALL ON FUNCTION public.expire_orders(timestamp with time zone) TO ticket_admin;

GRANT ALL ON FUNCTION public.expire_orders(timestamp with time zone) TO ticket_jobs;

CREATE OR REPLACE FUNCTION public.expire_reservations(p_now timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_tier record;
    v_expired integer := 0;
begin
    perform from ticket_tiers t
    where t.id in (select r.tier_id from reservations r where r.status = 'active' and r.expires_at <= p_now)
    order by t.id
    for no key update;
    for v_tier in
        with expired as (
            update reservations r set status = 'expired'
            where r.status = 'active' and r.expires_at <= p_now
            returning r.tier_id, r.quantity
        )
        select e.tier_id, sum(e.quantity)::integer as quantity, count(*)::integer as reservations
        from expired e
        group by e.tier_id
        order by e.tier_id
    loop
        update ticket_tiers set reserved = reserved - v_tier.quantity where id = v_tier.tier_id;
        v_expired := v_expired + v_tier.reservations;
    end loop;
    return v_expired;
end;
$function$;

COMMENT ON FUNCTION public.expire_reservations(timestamp with time zone) IS 'Ends the reservations whose time is over at the given moment. Returns how many.';

REVOKE ALL ON FUNCTION public.expire_reservations(timestamp with time zone) FROM PUBLIC;

GRANT ALL ON FUNCTION public.expire_reservations(timestamp with time zone) TO ticket_admin;

GRANT ALL ON FUNCTION public.expire_reservations(timestamp with time zone) TO ticket_jobs;

CREATE OR REPLACE FUNCTION public.release_cancelled_tickets()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_tier record;
begin
    -- TK-TRAP-32: a ticket that is given back is for sale again.
    for v_tier in
        select o.tier_id, count(*)::integer as given_back
        from old_tickets o
        join new_tickets n on n.id = o.id
        where o.status in ('valid', 'used') and n.status in ('cancelled', 'refunded')
        group by o.tier_id
        order by o.tier_id
    loop
        update ticket_tiers set sold = greatest(sold - v_tier.given_back, 0) where id = v_tier.tier_id;
    end loop;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.release_cancelled_tickets() IS 'Trigger: lowers a tier''s sold by the tickets that a statement cancelled or refunded, never below 0.';

CREATE OR REPLACE FUNCTION public.release_reservation(p_reservation_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_user_id uuid;
    v_tier_id uuid;
    v_quantity integer;
begin
    select r.user_id, r.tier_id into v_user_id, v_tier_id from reservations r where r.id = p_reservation_id;
    if not found then
        return false;
    end if;
    perform require_acting_user(v_user_id);
    -- The tier before its reservation, as everybody locks them.
    perform from ticket_tiers t where t.id = v_tier_id for no key update;
    update reservations set status = 'released'
    where id = p_reservation_id and status = 'active'
    returning quantity into v_quantity;
    if not found then
        return false;
    end if;
    update ticket_tiers set reserved = reserved - v_quantity where id = v_tier_id;
    return true;
end;
$function$;

COMMENT ON FUNCTION public.release_reservation(uuid) IS 'Gives an active reservation back. Returns whether there was one.';

REVOKE ALL ON FUNCTION public.release_reservation(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.release_reservation(uuid) TO ticket_admin;

GRANT ALL ON FUNCTION public.release_reservation(uuid) TO ticket_app;

CREATE OR REPLACE FUNCTION public.reserve_tickets(p_user_id uuid, p_tier_id uuid, p_quantity integer, p_hold interval DEFAULT '00:10:00'::interval)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_reservation_id uuid;
begin
    perform require_acting_user(p_user_id);
    -- One guarded statement: it locks the row and judges it as locked (TK-TRAP-25).
    update ticket_tiers t
    set reserved = t.reserved + p_quantity
    from events e
    where t.id = p_tier_id
        and e.id = t.event_id and e.status = 'published' and e.deleted_at is null
        and tier_is_on_sale(t.is_active, t.sale_start_time, t.sale_end_time, clock_timestamp())
        and p_quantity between t.min_purchase and t.max_purchase
        and t.sold + t.reserved + p_quantity <= t.quantity;
    if not found then
        raise check_violation using
            message = format('tier %s cannot be reserved %s times: not on sale, not a quantity it is sold in, or gone',
                             p_tier_id, p_quantity);
    end if;
    insert into reservations (tier_id, user_id, quantity, expires_at)
    values (p_tier_id, p_user_id, p_quantity, clock_timestamp() + p_hold)
    returning id into v_reservation_id;
    return v_reservation_id;
end;
$function$;

COMMENT ON FUNCTION public.reserve_tickets(uuid, uuid, integer, interval) IS 'Holds tickets of a tier for a buyer, 10 minutes unless told otherwise. Returns the reservation, or refuses with 23514.';

REVOKE ALL ON FUNCTION public.reserve_tickets(uuid, uuid, integer, interval) FROM PUBLIC;

GRANT ALL ON FUNCTION public.reserve_tickets(uuid, uuid, integer, interval) TO ticket_admin;

GRANT ALL ON FUNCTION public.reserve_tickets(uuid, uuid, integer, interval) TO ticket_app;

CREATE OR REPLACE FUNCTION public.tier_sum_within_capacity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_event_id constant uuid := to_jsonb(new) ->> tg_argv[0];
    v_capacity integer;
    v_quantity bigint;
begin
    -- TK-INV-08. Without the lock two transactions each see only their own tier (TK-TRAP-26). No key update rather
    -- than update: both already hold the event's key through their foreign key, and would wait for each other.
    select e.capacity into v_capacity from events e where e.id = v_event_id for no key update;
    select coalesce(sum(t.quantity), 0) into v_quantity from ticket_tiers t where t.event_id = v_event_id;
    if v_quantity > v_capacity then
        raise check_violation using
            message = format('event %s holds %s people, and its tiers offer %s tickets',
                             v_event_id, v_capacity, v_quantity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.tier_sum_within_capacity() IS 'Trigger: refuses (23514) tiers that offer more than their event''s capacity. Argument: the column that holds the event''s key.';

CREATE TRIGGER events_tier_sum AFTER UPDATE OF capacity ON public.events FOR EACH ROW EXECUTE FUNCTION public.tier_sum_within_capacity('id');

ALTER TABLE public.order_items ADD CONSTRAINT order_items_tier_fkey FOREIGN KEY (tier_id, event_id) REFERENCES public.ticket_tiers(id, event_id) ON DELETE RESTRICT;

ALTER TABLE public.reservations ADD CONSTRAINT ticket_reservations_tier_id_fkey FOREIGN KEY (tier_id) REFERENCES public.ticket_tiers(id) ON DELETE CASCADE;

ALTER TABLE public.ticket_tiers ADD CONSTRAINT ticket_tiers_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE INDEX idx_ticket_tiers_active ON public.ticket_tiers USING btree (event_id, "position") WHERE is_active;

CREATE INDEX idx_ticket_tiers_event_id ON public.ticket_tiers USING btree (event_id);

CREATE TRIGGER ticket_tiers_audit AFTER INSERT OR DELETE OR UPDATE ON public.ticket_tiers FOR EACH ROW EXECUTE FUNCTION public.record_audit();

CREATE TRIGGER ticket_tiers_capacity BEFORE INSERT OR UPDATE ON public.ticket_tiers FOR EACH ROW EXECUTE FUNCTION public.enforce_tier_capacity();

CREATE TRIGGER ticket_tiers_set_updated_at BEFORE UPDATE ON public.ticket_tiers FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE CONSTRAINT TRIGGER ticket_tiers_tier_sum AFTER INSERT OR UPDATE OF quantity, event_id ON public.ticket_tiers DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.tier_sum_within_capacity('event_id');

CREATE POLICY ticket_tiers_administer ON public.ticket_tiers TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY ticket_tiers_of_visible_event ON public.ticket_tiers FOR SELECT TO ticket_app USING ((EXISTS ( SELECT
   FROM public.events e
  WHERE (e.id = ticket_tiers.event_id))));

CREATE POLICY ticket_tiers_own ON public.ticket_tiers TO ticket_app USING (public.is_promoter_of(event_id)) WITH CHECK (public.is_promoter_of(event_id));

CREATE POLICY ticket_tiers_read_all ON public.ticket_tiers FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.ticket_tiers.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.ticket_tiers.description IS 'What the ticket includes; null where nothing is said.';

COMMENT ON COLUMN public.ticket_tiers.event_id IS 'The event that it belongs to.';

COMMENT ON COLUMN public.ticket_tiers.id IS 'Key of the tier; sales lock tiers in this order.';

COMMENT ON COLUMN public.ticket_tiers.is_active IS 'Whether the tier is offered at all.';

COMMENT ON COLUMN public.ticket_tiers.max_purchase IS 'Most tickets of the tier in one order.';

COMMENT ON COLUMN public.ticket_tiers.min_purchase IS 'Fewest tickets of the tier in one order.';

COMMENT ON COLUMN public.ticket_tiers.name IS 'Name shown to buyers; unique within the event.';

COMMENT ON COLUMN public.ticket_tiers."position" IS 'Place in the list of tiers, lowest first.';

COMMENT ON COLUMN public.ticket_tiers.price IS 'Price of one ticket in the order''s currency, two decimals, before fee and tax.';

COMMENT ON COLUMN public.ticket_tiers.quantity IS 'Tickets that may be sold in all.';

COMMENT ON COLUMN public.ticket_tiers.reserved IS 'Tickets held by active reservations.';

COMMENT ON COLUMN public.ticket_tiers.sale_end_time IS 'When the sale closes; null: it stays open.';

COMMENT ON COLUMN public.ticket_tiers.sale_start_time IS 'When the sale opens; null: at once.';

COMMENT ON COLUMN public.ticket_tiers.sold IS 'Tickets issued that are neither cancelled nor refunded.';

COMMENT ON COLUMN public.ticket_tiers.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.ticket_tiers IS 'One row per kind of ticket of an event. quantity - sold - reserved is what can still be bought.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.ticket_tiers TO ticket_admin;

GRANT DELETE, SELECT ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (description), UPDATE (description) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (event_id) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (is_active), UPDATE (is_active) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (max_purchase), UPDATE (max_purchase) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (min_purchase), UPDATE (min_purchase) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (name), UPDATE (name) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT ("position"), UPDATE ("position") ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (price), UPDATE (price) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (quantity), UPDATE (quantity) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (sale_end_time), UPDATE (sale_end_time) ON TABLE public.ticket_tiers TO ticket_app;

GRANT INSERT (sale_start_time), UPDATE (sale_start_time) ON TABLE public.ticket_tiers TO ticket_app;

GRANT SELECT ON TABLE public.ticket_tiers TO ticket_jobs;

GRANT SELECT ON TABLE public.ticket_tiers TO ticket_readonly;

CREATE TABLE public.tickets (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_id uuid NOT NULL,
    tier_id uuid NOT NULL,
    event_id uuid NOT NULL,
    ticket_code text DEFAULT public.new_ticket_code() NOT NULL,
    status text DEFAULT 'valid'::text NOT NULL,
    holder_name text,
    holder_email public.email_address,
    used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tickets_pkey PRIMARY KEY (id),
    CONSTRAINT tickets_status_known CHECK ((status = ANY (ARRAY['valid'::text, 'used'::text, 'cancelled'::text, 'refunded'::text, 'transferred'::text]))),
    CONSTRAINT tickets_ticket_code_key UNIQUE (ticket_code),
    CONSTRAINT tickets_used_at_if_used CHECK (((status = 'used'::text) = (used_at IS NOT NULL)))
);

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.cancel_ticket(p_ticket_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform require_acting_user(o.user_id)
    from tickets t
    join orders o on o.id = t.order_id
    where t.id = p_ticket_id;
    update tickets set status = 'cancelled' where id = p_ticket_id and status = 'valid';
    return found;
end;
$function$;

COMMENT ON FUNCTION public.cancel_ticket(uuid) IS 'Gives up a valid ticket, without its money. Returns whether there was one.';

REVOKE ALL ON FUNCTION public.cancel_ticket(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.cancel_ticket(uuid) TO ticket_admin;

GRANT ALL ON FUNCTION public.cancel_ticket(uuid) TO ticket_app;

CREATE OR REPLACE FUNCTION public.cancel_tickets_of_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    update tickets set status = 'cancelled' where order_id = new.id and status = 'valid';
    return null;
end;
$function$;

COMMENT ON FUNCTION public.cancel_tickets_of_order() IS 'Trigger: an order that is never paid cancels its tickets.';

CREATE OR REPLACE FUNCTION public.find_ticket(p_ticket_code text)
 RETURNS TABLE(ticket_id uuid, event_title text, venue_name text, start_time timestamp with time zone, tier_name text, status text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT k.id,
     e.title,
     e.venue,
     e.start_time,
     t.name,
     k.status
    FROM ((public.tickets k
      JOIN public.ticket_tiers t ON ((t.id = k.tier_id)))
      JOIN public.events e ON ((e.id = k.event_id)))
   WHERE (k.ticket_code = upper(find_ticket.p_ticket_code));
END;

COMMENT ON FUNCTION public.find_ticket(text) IS 'What a ticket code stands for, in whatever case it is typed; no row where there is none.';

CREATE OR REPLACE FUNCTION public.invariant_violations()
 RETURNS TABLE(invariant text, subject uuid, expected numeric, actual numeric)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT 'TK-INV-06'::text AS text,
     o.id,
     COALESCE(sum(i.line_total), (0)::numeric) AS "coalesce",
     o.subtotal
    FROM (public.orders o
      LEFT JOIN public.order_items i ON ((i.order_id = o.id)))
   GROUP BY o.id
  HAVING (o.subtotal <> COALESCE(sum(i.line_total), (0)::numeric))
 UNION ALL
  SELECT 'TK-INV-07'::text AS text,
     t.id,
     count(k.id) AS count,
     t.sold
    FROM (public.ticket_tiers t
      LEFT JOIN public.tickets k ON (((k.tier_id = t.id) AND (k.status <> ALL (ARRAY['cancelled'::text, 'refunded'::text])))))
   GROUP BY t.id
  HAVING (t.sold <> count(k.id))
 UNION ALL
  SELECT 'reserved'::text AS text,
     t.id,
     COALESCE(sum(r.quantity), (0)::bigint) AS "coalesce",
     t.reserved
    FROM (public.ticket_tiers t
      LEFT JOIN public.reservations r ON (((r.tier_id = t.id) AND (r.status = 'active'::text))))
   GROUP BY t.id
  HAVING (t.reserved <> COALESCE(sum(r.quantity), (0)::bigint))
 UNION ALL
  SELECT 'TK-INV-08'::text AS text,
     e.id,
     e.capacity,
     sum(t.quantity) AS sum
    FROM (public.events e
      JOIN public.ticket_tiers t ON ((t.event_id = e.id)))
   GROUP BY e.id
  HAVING (sum(t.quantity) > e.capacity)
 UNION ALL
  SELECT 'TK-INV-21'::text AS text,
     o.id,
     i.ordered,
     k.issued
    FROM ((public.orders o
      CROSS JOIN LATERAL ( SELECT COALESCE(sum(i_1.quantity), (0)::bigint) AS ordered
            FROM public.order_items i_1
           WHERE (i_1.order_id = o.id)) i)
      CROSS JOIN LATERAL ( SELECT count(*) AS issued
            FROM public.tickets k_1
           WHERE (k_1.order_id = o.id)) k)
   WHERE ((o.status = 'paid'::text) AND (i.ordered <> k.issued))
 UNION ALL
  SELECT 'refunds'::text AS text,
     p.order_id,
     sum(p.amount) FILTER (WHERE (p.type = 'charge'::text)) AS sum,
     sum(p.amount) FILTER (WHERE (p.type = 'refund'::text)) AS sum
    FROM public.payment_transactions p
   WHERE (p.status = 'succeeded'::text)
   GROUP BY p.order_id
  HAVING (COALESCE(sum(p.amount) FILTER (WHERE (p.type = 'refund'::text)), (0)::numeric) > COALESCE(sum(p.amount) FILTER (WHERE (p.type = 'charge'::text)), (0)::numeric));
END;

COMMENT ON FUNCTION public.invariant_violations() IS 'One row per rule that the data break: the rule, the order, tier or event, what it should have and what it has. Empty when all is well.';

CREATE OR REPLACE FUNCTION public.record_payment(p_order_id uuid, p_provider text, p_provider_ref text, p_metadata jsonb DEFAULT '{}'::jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_tickets bigint;
    v_items bigint;
    v_payment_id uuid;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
    perform require_acting_user(v_order.user_id);
    -- The provider may tell twice.
    select p.id into v_payment_id
    from payment_transactions p
    where p.order_id = p_order_id and p.provider = p_provider and p.provider_ref = p_provider_ref and p.type = 'charge';
    if found then
        return v_payment_id;
    end if;
    if v_order.status <> 'pending' then
        raise check_violation using
            message = format('order %s cannot be paid: it is %s', p_order_id, v_order.status);
    end if;
    -- TK-INV-21: nobody pays for tickets that are not there.
    select count(*) into v_tickets from tickets t where t.order_id = p_order_id and t.status in ('valid', 'used');
    select coalesce(sum(i.quantity), 0) into v_items from order_items i where i.order_id = p_order_id;
    if v_tickets <> v_items then
        raise check_violation using
            message = format('order %s has %s tickets for %s ordered', p_order_id, v_tickets, v_items);
    end if;
    update orders set status = 'paid', paid_at = clock_timestamp() where id = p_order_id;
    -- An order of free tickets is paid without a transaction.
    if v_order.total_amount > 0 then
        insert into payment_transactions (order_id, type, provider, provider_ref, status, amount, currency, metadata)
        values (p_order_id, 'charge', p_provider, p_provider_ref, 'succeeded', v_order.total_amount, v_order.currency,
                p_metadata)
        returning id into v_payment_id;
    end if;
    return v_payment_id;
end;
$function$;

COMMENT ON FUNCTION public.record_payment(uuid, text, text, jsonb) IS 'Marks a pending order as paid in full. Returns the charge, the same one when told twice, or null where the order costs nothing.';

REVOKE ALL ON FUNCTION public.record_payment(uuid, text, text, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION public.record_payment(uuid, text, text, jsonb) TO ticket_admin;

GRANT ALL ON FUNCTION public.record_payment(uuid, text, text, jsonb) TO ticket_app;

CREATE OR REPLACE FUNCTION public.refund_order(p_order_id uuid, p_provider_ref text)
 RETURNS numeric
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_amount numeric;
    v_kept bigint;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    if v_order.status is null or v_order.status not in ('paid', 'partially_refunded') then
        raise check_violation using message = format('order %s is not paid', p_order_id);
    end if;
    select count(*) into v_kept from tickets t where t.order_id = p_order_id and t.status <> 'valid';
    if v_kept = 0 then
        v_amount := v_order.total_amount;
    else
        -- A ticket that was used or given up keeps its money, and the fee with it.
        select coalesce(sum(i.unit_price), 0) into v_amount
        from tickets t
        join order_items i on i.order_id = t.order_id and i.tier_id = t.tier_id
        where t.order_id = p_order_id and t.status = 'valid';
    end if;
    update tickets set status = 'refunded' where order_id = p_order_id and status = 'valid';
    update orders
    set status = case when v_kept = 0 then 'refunded' else 'partially_refunded' end
    where id = p_order_id;
    if v_amount > 0 then
        insert into payment_transactions (order_id, type, provider, provider_ref, status, amount, currency)
        select p_order_id, 'refund', p.provider, p_provider_ref, 'succeeded', v_amount, p.currency
        from payment_transactions p
        where p.order_id = p_order_id and p.type = 'charge' and p.status = 'succeeded'
        order by p.created_at, p.id
        limit 1;
    end if;
    return v_amount;
end;
$function$;

COMMENT ON FUNCTION public.refund_order(uuid, text) IS 'Refunds a paid order: all of it, or only its valid tickets where some were used or given up. Returns the amount.';

REVOKE ALL ON FUNCTION public.refund_order(uuid, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.refund_order(uuid, text) TO ticket_admin;

GRANT ALL ON FUNCTION public.refund_order(uuid, text) TO ticket_jobs;

CREATE OR REPLACE FUNCTION public.use_ticket(p_ticket_code text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    update tickets k
    set status = 'used', used_at = clock_timestamp()
    from orders o
    where k.ticket_code = upper(p_ticket_code)
        and k.status = 'valid'
        and o.id = k.order_id
        and o.status in ('paid', 'partially_refunded');
    return found;
end;
$function$;

COMMENT ON FUNCTION public.use_ticket(text) IS 'Lets the holder of a valid, paid ticket in. Returns whether there was one; a second call for the same code returns false.';

REVOKE ALL ON FUNCTION public.use_ticket(text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.use_ticket(text) TO ticket_admin;

GRANT ALL ON FUNCTION public.use_ticket(text) TO ticket_jobs;

CREATE TRIGGER orders_close AFTER UPDATE OF status ON public.orders FOR EACH ROW WHEN (((new.status = ANY (ARRAY['failed'::text, 'expired'::text, 'cancelled'::text])) AND (old.status = 'pending'::text))) EXECUTE FUNCTION public.cancel_tickets_of_order();

ALTER TABLE public.tickets ADD CONSTRAINT tickets_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE RESTRICT;

ALTER TABLE public.tickets ADD CONSTRAINT tickets_order_fkey FOREIGN KEY (order_id, event_id) REFERENCES public.orders(id, event_id) ON DELETE RESTRICT;

ALTER TABLE public.tickets ADD CONSTRAINT tickets_tier_fkey FOREIGN KEY (tier_id, event_id) REFERENCES public.ticket_tiers(id, event_id) ON DELETE RESTRICT;

CREATE INDEX idx_tickets_event ON public.tickets USING btree (event_id);

CREATE INDEX idx_tickets_order_tier ON public.tickets USING btree (order_id, tier_id);

CREATE INDEX idx_tickets_tier ON public.tickets USING btree (tier_id, status);

CREATE TRIGGER tickets_audit AFTER INSERT OR DELETE OR UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION public.record_audit();

CREATE TRIGGER tickets_release_capacity AFTER UPDATE ON public.tickets REFERENCING OLD TABLE AS old_tickets NEW TABLE AS new_tickets FOR EACH STATEMENT EXECUTE FUNCTION public.release_cancelled_tickets();

CREATE TRIGGER tickets_set_updated_at BEFORE UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER tickets_status_transition BEFORE UPDATE OF status ON public.tickets FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('valid>used', 'valid>cancelled', 'valid>refunded');

CREATE POLICY tickets_administer ON public.tickets TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY tickets_of_visible_order ON public.tickets FOR SELECT TO ticket_app USING ((EXISTS ( SELECT
   FROM public.orders o
  WHERE (o.id = tickets.order_id))));

CREATE POLICY tickets_read_all ON public.tickets FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.tickets.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.tickets.event_id IS 'Event of both the order and the tier.';

COMMENT ON COLUMN public.tickets.holder_email IS 'Where the ticket was sent, if not to the buyer; null where not told.';

COMMENT ON COLUMN public.tickets.holder_name IS 'Who comes, if not the buyer; null where not told.';

COMMENT ON COLUMN public.tickets.id IS 'Key of the ticket.';

COMMENT ON COLUMN public.tickets.order_id IS 'The order that paid for it.';

COMMENT ON COLUMN public.tickets.status IS 'valid, used, cancelled or refunded; transferred marks imported tickets whose place another ticket took.';

COMMENT ON COLUMN public.tickets.ticket_code IS 'Code printed on the ticket, 20 hexadecimal digits in capitals; unique.';

COMMENT ON COLUMN public.tickets.tier_id IS 'The tier that it was sold from.';

COMMENT ON COLUMN public.tickets.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.tickets.used_at IS 'When it was scanned at the door; null unless used.';

COMMENT ON TABLE public.tickets IS 'One row per ticket issued; made with its order, valid once that is paid.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.tickets TO ticket_admin;

GRANT SELECT ON TABLE public.tickets TO ticket_app;

GRANT SELECT ON TABLE public.tickets TO ticket_jobs;

GRANT SELECT (created_at) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (event_id) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (id) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (order_id) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (status) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (tier_id) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (updated_at) ON TABLE public.tickets TO ticket_readonly;

GRANT SELECT (used_at) ON TABLE public.tickets TO ticket_readonly;

CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email public.email_address NOT NULL,
    password_hash text NOT NULL,
    role text DEFAULT 'customer'::text NOT NULL,
    first_name text,
    last_name text,
    phone text,
    email_verified boolean DEFAULT false NOT NULL,
    deleted_at timestamp with time zone,
    anonymised_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_anonymised_after_deleted CHECK (((anonymised_at IS NULL) OR (anonymised_at >= deleted_at))),
    CONSTRAINT users_password_hash_shape CHECK ((password_hash ~ '^\$(2[aby]|argon2(id|i|d))\$'::text)),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_role_known CHECK ((role = ANY (ARRAY['customer'::text, 'promoter'::text, 'admin'::text, 'staff'::text])))
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.login_credentials(p_email text)
 RETURNS TABLE(user_id uuid, password_hash text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select u.id, u.password_hash from users u where lower(u.email) = lower(p_email) and u.deleted_at is null;
$function$;

COMMENT ON FUNCTION public.login_credentials(text) IS 'Account and hash of a live e-mail address, for the application to compare.';

REVOKE ALL ON FUNCTION public.login_credentials(text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.login_credentials(text) TO ticket_app;

CREATE OR REPLACE FUNCTION public.purge_expired(p_now timestamp with time zone DEFAULT now())
 RETURNS TABLE(what text, affected bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    delete from audit_logs a where a.occurred_at < p_now - interval '7 years';
    what := 'audit_logs deleted';
    get diagnostics affected = row_count;
    return next;

    delete from payment_transactions p where p.created_at < p_now - interval '7 years';
    what := 'payment_transactions deleted';
    get diagnostics affected = row_count;
    return next;

    -- TK-TRAP-17: orders and their payments outlive the account, so the person goes and the row stays.
    update tickets t
    set holder_name = null, holder_email = null
    from orders o
    join users u on u.id = o.user_id
    where o.id = t.order_id
        and u.deleted_at < p_now - interval '90 days'
        and u.anonymised_at is null
        and (t.holder_name is not null or t.holder_email is not null);
    update users u
    set email = 'erased+' || u.id || '@example.invalid',
        password_hash = '$argon2id$erased',
        first_name = null,
        last_name = null,
        phone = null,
        anonymised_at = p_now
    where u.deleted_at < p_now - interval '90 days'
        and u.anonymised_at is null
        and (
            exists (select from orders o where o.user_id = u.id)
            or exists (select from promoters p where p.user_id = u.id)
        );
    what := 'users anonymised';
    get diagnostics affected = row_count;
    return next;

    delete from users u where u.deleted_at < p_now - interval '90 days' and u.anonymised_at is null;
    what := 'users deleted';
    get diagnostics affected = row_count;
    return next;

    -- TK-TRAP-12: an event that was ever ordered for stays, withdrawn.
    delete from events e
    where e.deleted_at < p_now - interval '90 days'
        and not exists (select from orders o where o.event_id = e.id);
    what := 'events deleted';
    get diagnostics affected = row_count;
    return next;
end;
$function$;

COMMENT ON FUNCTION public.purge_expired(timestamp with time zone) IS 'Deletes what was kept long enough at the given moment: log and payments 7 years, closed accounts and withdrawn events 90 days. Returns the counts.';

REVOKE ALL ON FUNCTION public.purge_expired(timestamp with time zone) FROM PUBLIC;

GRANT ALL ON FUNCTION public.purge_expired(timestamp with time zone) TO ticket_admin;

GRANT ALL ON FUNCTION public.purge_expired(timestamp with time zone) TO ticket_jobs;

ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.promoters ADD CONSTRAINT promoters_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.reservations ADD CONSTRAINT ticket_reservations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

CREATE INDEX idx_users_deleted ON public.users USING btree (deleted_at) WHERE ((deleted_at IS NOT NULL) AND (anonymised_at IS NULL));

CREATE UNIQUE INDEX idx_users_email_live ON public.users USING btree (lower((email)::text)) WHERE (deleted_at IS NULL);

CREATE TRIGGER users_audit AFTER INSERT OR DELETE OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.record_audit();

CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY users_administer ON public.users TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY users_change_own ON public.users FOR UPDATE TO ticket_app USING ((id = ( SELECT public.current_app_user_id() AS current_app_user_id))) WITH CHECK ((id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY users_own ON public.users FOR SELECT TO ticket_app USING ((id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY users_read_all ON public.users FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

CREATE POLICY users_sign_up ON public.users FOR INSERT TO ticket_app WITH CHECK ((role = 'customer'::text));

COMMENT ON COLUMN public.users.anonymised_at IS 'When the personal data of a closed account were erased; null before that.';

COMMENT ON COLUMN public.users.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.users.deleted_at IS 'When the account was closed; null while it is live.';

COMMENT ON COLUMN public.users.email IS 'Address for login and mail; unique among live accounts, whatever the case.';

COMMENT ON COLUMN public.users.email_verified IS 'Whether the owner has confirmed the address.';

COMMENT ON COLUMN public.users.first_name IS 'Given name, used to address mail; null where not told.';

COMMENT ON COLUMN public.users.id IS 'Key of the account.';

COMMENT ON COLUMN public.users.last_name IS 'Family name; null where not told.';

COMMENT ON COLUMN public.users.password_hash IS 'bcrypt or argon2 hash in its printed form; never a plain password.';

COMMENT ON COLUMN public.users.phone IS 'Telephone number as typed; null where not told.';

COMMENT ON COLUMN public.users.role IS 'What the account may do: customer, promoter, staff or admin.';

COMMENT ON COLUMN public.users.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.users IS 'One row per account. Soft deleted; 90 days later purge_expired() erases the person, and the row too unless orders hold on to it.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.users TO ticket_admin;

GRANT SELECT (created_at) ON TABLE public.users TO ticket_app;

GRANT SELECT (deleted_at), UPDATE (deleted_at) ON TABLE public.users TO ticket_app;

GRANT INSERT (email), SELECT (email), UPDATE (email) ON TABLE public.users TO ticket_app;

GRANT SELECT (email_verified) ON TABLE public.users TO ticket_app;

GRANT INSERT (first_name), SELECT (first_name), UPDATE (first_name) ON TABLE public.users TO ticket_app;

GRANT INSERT (id), SELECT (id) ON TABLE public.users TO ticket_app;

GRANT INSERT (last_name), SELECT (last_name), UPDATE (last_name) ON TABLE public.users TO ticket_app;

GRANT INSERT (password_hash), UPDATE (password_hash) ON TABLE public.users TO ticket_app;

GRANT INSERT (phone), SELECT (phone), UPDATE (phone) ON TABLE public.users TO ticket_app;

GRANT SELECT (role) ON TABLE public.users TO ticket_app;

GRANT SELECT (updated_at) ON TABLE public.users TO ticket_app;

GRANT SELECT (deleted_at) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (email) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (email_verified) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (first_name) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (id) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (last_name) ON TABLE public.users TO ticket_jobs;

GRANT SELECT (created_at) ON TABLE public.users TO ticket_readonly;

GRANT SELECT (deleted_at) ON TABLE public.users TO ticket_readonly;

GRANT SELECT (email_verified) ON TABLE public.users TO ticket_readonly;

GRANT SELECT (id) ON TABLE public.users TO ticket_readonly;

GRANT SELECT (role) ON TABLE public.users TO ticket_readonly;

CREATE TABLE public.waitlist (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    user_id uuid NOT NULL,
    tier_id uuid,
    "position" integer NOT NULL,
    status public.waitlist_status DEFAULT 'waiting'::public.waitlist_status NOT NULL,
    notified boolean DEFAULT false NOT NULL,
    notified_at timestamp with time zone,
    notification_expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT waitlist_expiry_after_notice CHECK ((notification_expires_at > notified_at)),
    CONSTRAINT waitlist_notified_at_if_notified CHECK ((notified = (notified_at IS NOT NULL))),
    CONSTRAINT waitlist_offer_expires CHECK (((status <> 'notified'::public.waitlist_status) OR (notified AND (notification_expires_at IS NOT NULL)))),
    CONSTRAINT waitlist_once UNIQUE NULLS NOT DISTINCT (event_id, user_id, tier_id),
    CONSTRAINT waitlist_pkey PRIMARY KEY (id),
    CONSTRAINT waitlist_position_positive CHECK (("position" > 0)),
    CONSTRAINT waitlist_waiting_not_notified CHECK (((status <> 'waiting'::public.waitlist_status) OR (NOT notified)))
);

ALTER TABLE public.waitlist ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.offer_waitlist(p_event_id uuid, p_tier_id uuid DEFAULT NULL::uuid, p_limit integer DEFAULT 1, p_now timestamp with time zone DEFAULT now())
 RETURNS TABLE(waitlist_id uuid, user_id uuid, email text, first_name text, offer_expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
#variable_conflict use_column
begin
    -- TK-INV-12: an offer that was let pass is over, and its ticket goes to the next.
    update waitlist w
    set status = 'expired'
    where w.id in (
        select o.id
        from waitlist o
        where o.event_id = p_event_id and o.status = 'notified' and o.notification_expires_at <= p_now
        order by o.id
        for update skip locked
    );

    return query
    with chosen as (
        select w.id, u.email::text as address, u.first_name as called
        from waitlist w
        join users u on u.id = w.user_id and u.deleted_at is null
        where w.event_id = p_event_id
            and w.status = 'waiting'
            -- Who waits for any tier takes this one too; without a tier everybody is meant (TK-TRAP-31).
            and (p_tier_id is null or w.tier_id is null or w.tier_id = p_tier_id)
            -- TK-TRAP-30: one offer per person. Of several places the first one counts, and none beside an open offer.
            and not exists (
                select
                from waitlist other
                where other.event_id = w.event_id
                    and other.user_id = w.user_id
                    and other.id <> w.id
                    and (
                        other.status = 'notified'
                        or (
                            other.status = 'waiting'
                            and other.position < w.position
                            and (p_tier_id is null or other.tier_id is null or other.tier_id = p_tier_id)
                        )
                    )
            )
        order by w.position
        limit p_limit
        -- TK-INV-13. Of w alone: a person who edits their profile keeps their place (TK-TRAP-03).
        for update of w skip locked
    ), offered as (
        update waitlist w
        set status = 'notified', notified = true, notified_at = p_now, notification_expires_at = p_now + interval '24 hours'
        from chosen c
        where w.id = c.id
        returning w.id, w.user_id, w.position, c.address, c.called, w.notification_expires_at as until
    )
    select o.id, o.user_id, o.address, o.called, o.until from offered o order by o.position;
end;
$function$;

COMMENT ON FUNCTION public.offer_waitlist(uuid, uuid, integer, timestamp with time zone) IS 'Ends overdue offers of an event and makes new ones, good for 24 hours, to the next persons waiting. Returns them.';

REVOKE ALL ON FUNCTION public.offer_waitlist(uuid, uuid, integer, timestamp with time zone) FROM PUBLIC;

GRANT ALL ON FUNCTION public.offer_waitlist(uuid, uuid, integer, timestamp with time zone) TO ticket_admin;

GRANT ALL ON FUNCTION public.offer_waitlist(uuid, uuid, integer, timestamp with time zone) TO ticket_jobs;

CREATE OR REPLACE FUNCTION public.purchase_tickets(p_user_id uuid, p_event_id uuid, p_items jsonb, p_idempotency_key text DEFAULT NULL::text, p_service_fee numeric DEFAULT 0, p_tax numeric DEFAULT 0)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order_id uuid;
    v_subtotal numeric;
    v_now timestamptz;
    v_item record;
    v_held record;
    v_open integer;
    v_released integer;
begin
    perform require_acting_user(p_user_id);

    -- Two calls with one key run one after the other, so that the second finds the first one's order.
    if p_idempotency_key is not null then
        perform pg_advisory_xact_lock(hashtextextended(p_idempotency_key, 0));
        select o.id into v_order_id
        from orders o
        where o.idempotency_key = p_idempotency_key and o.user_id = p_user_id;
        if found then
            return v_order_id;
        end if;
    end if;

    perform from events e where e.id = p_event_id and e.status = 'published' and e.deleted_at is null;
    if not found then
        raise check_violation using message = format('event %s is not on sale', p_event_id);
    end if;

    -- TK-TRAP-24: everybody locks tiers in the order of their ids, and before any of their reservations.
    perform from ticket_tiers t
    where t.event_id = p_event_id and t.id in (select i.tier_id from purchase_items(p_items) i)
    order by t.id
    for no key update;

    -- TK-TRAP-29: the moment after the wait for the locks; now() stands still since the transaction began.
    v_now := clock_timestamp();

    select sum(t.price * i.quantity) into v_subtotal
    from purchase_items(p_items) i
    join ticket_tiers t on t.id = i.tier_id and t.event_id = p_event_id;

    insert into orders (user_id, event_id, subtotal, service_fee, tax, total_amount, expires_at, idempotency_key)
    values (
        p_user_id, p_event_id, coalesce(v_subtotal, 0), p_service_fee, p_tax,
        coalesce(v_subtotal, 0) + p_service_fee + p_tax, v_now + interval '30 minutes', p_idempotency_key
    )
    returning id into v_order_id;

    for v_item in
        select i.tier_id, i.quantity as wanted, t.*
        from purchase_items(p_items) i
        left join ticket_tiers t on t.id = i.tier_id and t.event_id = p_event_id
        order by i.tier_id
    loop
        if v_item.id is null then
            raise check_violation using
                message = format('tier %s is no tier of event %s', v_item.tier_id, p_event_id);
        end if;
        if not tier_is_on_sale(v_item.is_active, v_item.sale_start_time, v_item.sale_end_time, v_now) then
            raise check_violation using message = format('tier %s is not on sale', v_item.tier_id);
        end if;
        -- TK-INV-02, and written so that a missing quantity fails too.
        if (v_item.wanted between v_item.min_purchase and v_item.max_purchase) is not true then
            raise check_violation using
                message = format('tier %s is sold in quantities of %s to %s, not %s', v_item.tier_id,
                                 v_item.min_purchase, v_item.max_purchase, coalesce(v_item.wanted::text, 'none'));
        end if;

        insert into order_items (order_id, tier_id, event_id, quantity, unit_price)
        values (v_order_id, v_item.tier_id, p_event_id, v_item.wanted, v_item.price);

        -- TK-INV-18, TK-TRAP-05: what the buyer holds is used first. A hold is used up whole; what it had beyond the
        -- order goes back on sale.
        v_open := v_item.wanted;
        v_released := 0;
        for v_held in
            select r.id, r.quantity
            from reservations r
            where r.tier_id = v_item.tier_id and r.user_id = p_user_id and r.status = 'active' and r.expires_at > v_now
            order by r.expires_at, r.id
            for update
        loop
            exit when v_open = 0;
            update reservations
            set status = 'converted', order_id = v_order_id, quantity = least(v_held.quantity, v_open)
            where id = v_held.id;
            v_open := v_open - least(v_held.quantity, v_open);
            v_released := v_released + v_held.quantity;
        end loop;

        if v_item.sold + v_item.wanted + v_item.reserved - v_released > v_item.quantity then
            raise check_violation using
                message = format('tier %s has %s tickets left, not %s', v_item.tier_id,
                                 v_item.quantity - v_item.sold - v_item.reserved + v_released, v_item.wanted),
                table = 'ticket_tiers',
                constraint = 'ticket_tiers_not_oversold';
        end if;
        update ticket_tiers
        set sold = sold + v_item.wanted, reserved = reserved - v_released
        where id = v_item.tier_id;

        insert into tickets (order_id, tier_id, event_id, ticket_code)
        select v_order_id, v_item.tier_id, p_event_id, new_ticket_code()
        from generate_series(1, v_item.wanted);
    end loop;
    if not found then
        raise check_violation using message = 'an order needs at least one item';
    end if;

    update waitlist w
    set status = 'converted'
    where w.event_id = p_event_id
        and w.user_id = p_user_id
        and w.status in ('waiting', 'notified')
        and (w.tier_id is null or w.tier_id in (select i.tier_id from purchase_items(p_items) i));

    return v_order_id;
end;
$function$;

COMMENT ON FUNCTION public.purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) IS 'Buys tickets of one event: [{"tier_id", "quantity"}, ...]. Returns the pending order; the same key again returns the same order. Refuses with 23514.';

REVOKE ALL ON FUNCTION public.purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) FROM PUBLIC;

GRANT ALL ON FUNCTION public.purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) TO ticket_admin;

GRANT ALL ON FUNCTION public.purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) TO ticket_app;

ALTER TABLE public.waitlist ADD CONSTRAINT waitlist_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

ALTER TABLE public.waitlist ADD CONSTRAINT waitlist_tier_fkey FOREIGN KEY (tier_id, event_id) REFERENCES public.ticket_tiers(id, event_id) ON DELETE CASCADE;

ALTER TABLE public.waitlist ADD CONSTRAINT waitlist_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

CREATE INDEX idx_waitlist_notified ON public.waitlist USING btree (event_id, "position") WHERE (notified = false);

CREATE INDEX idx_waitlist_overdue ON public.waitlist USING btree (notification_expires_at) WHERE (status = 'notified'::public.waitlist_status);

CREATE UNIQUE INDEX idx_waitlist_position ON public.waitlist USING btree (event_id, "position");

CREATE INDEX idx_waitlist_tier ON public.waitlist USING btree (tier_id);

CREATE INDEX idx_waitlist_user ON public.waitlist USING btree (user_id);

CREATE TRIGGER waitlist_set_updated_at BEFORE UPDATE ON public.waitlist FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY waitlist_administer ON public.waitlist TO ticket_admin USING (true) WITH CHECK (true);

CREATE POLICY waitlist_of_own_event ON public.waitlist FOR SELECT TO ticket_app USING (public.is_promoter_of(event_id));

CREATE POLICY waitlist_own ON public.waitlist FOR SELECT TO ticket_app USING ((user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)));

CREATE POLICY waitlist_read_all ON public.waitlist FOR SELECT TO ticket_jobs, ticket_readonly USING (true);

COMMENT ON COLUMN public.waitlist.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.waitlist.event_id IS 'The event that is wanted.';

COMMENT ON COLUMN public.waitlist.id IS 'Key of the place.';

COMMENT ON COLUMN public.waitlist.notification_expires_at IS 'Until when the offer stands, 24 hours after it was sent; null without one.';

COMMENT ON COLUMN public.waitlist.notified IS 'Whether the last offer for this place was sent.';

COMMENT ON COLUMN public.waitlist.notified_at IS 'When it was sent; null unless notified.';

COMMENT ON COLUMN public.waitlist."position" IS 'Place in the event''s queue, from 1 up, in the order of joining.';

COMMENT ON COLUMN public.waitlist.status IS 'waiting, notified, converted or expired.';

COMMENT ON COLUMN public.waitlist.tier_id IS 'The tier that is wanted; null: any.';

COMMENT ON COLUMN public.waitlist.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.waitlist.user_id IS 'Who waits.';

COMMENT ON TABLE public.waitlist IS 'One row per person, event and tier wanted; a row is used again when the person comes back.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.waitlist TO ticket_admin;

GRANT SELECT ON TABLE public.waitlist TO ticket_app;

GRANT SELECT ON TABLE public.waitlist TO ticket_jobs;

GRANT SELECT ON TABLE public.waitlist TO ticket_readonly;

CREATE TABLE public.waitlist_counters (
    event_id uuid NOT NULL,
    last_position integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT waitlist_counters_last_position_not_negative CHECK ((last_position >= 0)),
    CONSTRAINT waitlist_counters_pkey PRIMARY KEY (event_id)
);

CREATE OR REPLACE FUNCTION public.join_waitlist(p_user_id uuid, p_event_id uuid, p_tier_id uuid DEFAULT NULL::uuid)
 RETURNS public.waitlist
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_place waitlist;
    v_position integer;
begin
    perform require_acting_user(p_user_id);

    -- TK-INV-11: whoever holds the counter's row gives out the next place.
    insert into waitlist_counters (event_id) values (p_event_id) on conflict (event_id) do nothing;
    select c.last_position + 1 into v_position from waitlist_counters c where c.event_id = p_event_id for update;

    select * into v_place
    from waitlist w
    where w.event_id = p_event_id and w.user_id = p_user_id and w.tier_id is not distinct from p_tier_id
    for update;
    if found and v_place.status in ('waiting', 'notified') then
        return v_place;
    end if;

    update waitlist_counters set last_position = v_position where event_id = p_event_id;
    if v_place.id is null then
        insert into waitlist (event_id, user_id, tier_id, position)
        values (p_event_id, p_user_id, p_tier_id, v_position)
        returning * into v_place;
    else
        -- Who comes back stands at the end (TK-TRAP-04).
        update waitlist
        set status = 'waiting', position = v_position,
            notified = false, notified_at = null, notification_expires_at = null
        where id = v_place.id
        returning * into v_place;
    end if;
    return v_place;
end;
$function$;

COMMENT ON FUNCTION public.join_waitlist(uuid, uuid, uuid) IS 'Puts a person into an event''s queue for one tier, or for any where it is null. Returns the place; the one held already where there is one.';

REVOKE ALL ON FUNCTION public.join_waitlist(uuid, uuid, uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.join_waitlist(uuid, uuid, uuid) TO ticket_admin;

GRANT ALL ON FUNCTION public.join_waitlist(uuid, uuid, uuid) TO ticket_app;

ALTER TABLE public.waitlist_counters ADD CONSTRAINT waitlist_counters_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE TRIGGER waitlist_counters_set_updated_at BEFORE UPDATE ON public.waitlist_counters FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.waitlist_counters.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.waitlist_counters.event_id IS 'The event.';

COMMENT ON COLUMN public.waitlist_counters.last_position IS 'Highest position given out so far; it never goes back.';

COMMENT ON COLUMN public.waitlist_counters.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.waitlist_counters IS 'One row per event that ever had a waitlist; join_waitlist() locks it while it gives out a place.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.waitlist_counters TO ticket_admin;

GRANT SELECT ON TABLE public.waitlist_counters TO ticket_jobs;

GRANT SELECT ON TABLE public.waitlist_counters TO ticket_readonly;

CREATE VIEW public.active_events_with_availability WITH (security_barrier = true) AS
 SELECT e.id AS event_id,
    e.title,
    e.slug,
    e.venue,
    e.start_time,
    t.min_price,
    t.max_price,
    t.total_quantity,
    t.tickets_available,
    t.tiers_count
   FROM (public.events e
     CROSS JOIN LATERAL ( SELECT min(t_1.price) AS min_price,
            max(t_1.price) AS max_price,
            COALESCE(sum(t_1.quantity), (0)::bigint) AS total_quantity,
            COALESCE(sum(((t_1.quantity - t_1.sold) - t_1.reserved)), (0)::bigint) AS tickets_available,
            count(*) AS tiers_count
           FROM public.ticket_tiers t_1
          WHERE ((t_1.event_id = e.id) AND public.tier_is_on_sale(t_1.is_active, t_1.sale_start_time, t_1.sale_end_time, now()))) t)
  WHERE ((e.status = 'published'::text) AND (e.deleted_at IS NULL) AND (e.start_time > now()));

COMMENT ON COLUMN public.active_events_with_availability.event_id IS 'Key of the event.';

COMMENT ON COLUMN public.active_events_with_availability.max_price IS 'Highest price on sale; null where nothing is.';

COMMENT ON COLUMN public.active_events_with_availability.min_price IS 'Lowest price on sale; null where nothing is.';

COMMENT ON COLUMN public.active_events_with_availability.slug IS 'Part of its page address.';

COMMENT ON COLUMN public.active_events_with_availability.start_time IS 'When it begins.';

COMMENT ON COLUMN public.active_events_with_availability.tickets_available IS 'Tickets that can be bought now; 0 where nothing is on sale.';

COMMENT ON COLUMN public.active_events_with_availability.tiers_count IS 'Number of tiers on sale.';

COMMENT ON COLUMN public.active_events_with_availability.title IS 'Name of the event.';

COMMENT ON COLUMN public.active_events_with_availability.total_quantity IS 'Tickets of the tiers on sale, sold ones included.';

COMMENT ON COLUMN public.active_events_with_availability.venue IS 'Name of the place.';

COMMENT ON VIEW public.active_events_with_availability IS 'One row per published event to come, with what its active tiers whose sale is open have left.';

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_admin;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_app;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_jobs;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_readonly;

CREATE VIEW public.user_tickets_summary WITH (security_invoker = true) AS
 SELECT k.id AS ticket_id,
    o.user_id,
    o.id AS order_id,
    e.title AS event_title,
    e.start_time AS event_start_time,
    e.venue,
    t.name AS tier_name,
    k.ticket_code,
    k.status AS ticket_status
   FROM (((public.tickets k
     JOIN public.orders o ON ((o.id = k.order_id)))
     JOIN public.ticket_tiers t ON ((t.id = k.tier_id)))
     JOIN public.events e ON ((e.id = k.event_id)));

COMMENT ON COLUMN public.user_tickets_summary.event_start_time IS 'When the event begins.';

COMMENT ON COLUMN public.user_tickets_summary.event_title IS 'Name of the event.';

COMMENT ON COLUMN public.user_tickets_summary.order_id IS 'The order that it came with.';

COMMENT ON COLUMN public.user_tickets_summary.ticket_code IS 'Code printed on the ticket.';

COMMENT ON COLUMN public.user_tickets_summary.ticket_id IS 'Key of the ticket.';

COMMENT ON COLUMN public.user_tickets_summary.ticket_status IS 'valid, used, cancelled, refunded or transferred.';

COMMENT ON COLUMN public.user_tickets_summary.tier_name IS 'Name of the tier.';

COMMENT ON COLUMN public.user_tickets_summary.user_id IS 'Who bought it.';

COMMENT ON COLUMN public.user_tickets_summary.venue IS 'Name of the place.';

COMMENT ON VIEW public.user_tickets_summary IS 'One row per ticket with its buyer, event and tier.';

GRANT SELECT ON TABLE public.user_tickets_summary TO ticket_admin;

GRANT SELECT ON TABLE public.user_tickets_summary TO ticket_app;

GRANT SELECT ON TABLE public.user_tickets_summary TO ticket_jobs;

CREATE MATERIALIZED VIEW public.event_sales_summary AS
 WITH tier_totals AS (
         SELECT t_1.event_id,
            sum(t_1.quantity) AS total_capacity,
            sum(t_1.reserved) AS tickets_reserved,
            sum(((t_1.quantity - t_1.sold) - t_1.reserved)) AS tickets_available
           FROM public.ticket_tiers t_1
          GROUP BY t_1.event_id
        ), ticket_totals AS (
         SELECT k_1.event_id,
            count(*) AS tickets_sold
           FROM public.tickets k_1
          WHERE (k_1.status = ANY (ARRAY['valid'::text, 'used'::text]))
          GROUP BY k_1.event_id
        ), order_totals AS (
         SELECT o_1.event_id,
            count(*) AS paid_orders,
            sum(o_1.total_amount) AS gross_revenue,
            sum(o_1.service_fee) AS fees,
            sum(o_1.tax) AS tax
           FROM public.orders o_1
          WHERE (o_1.status = ANY (ARRAY['paid'::text, 'partially_refunded'::text]))
          GROUP BY o_1.event_id
        )
 SELECT e.id AS event_id,
    e.title,
    e.promoter_id,
    e.start_time,
    COALESCE(t.total_capacity, (0)::bigint) AS total_capacity,
    COALESCE(k.tickets_sold, (0)::bigint) AS tickets_sold,
    COALESCE(t.tickets_reserved, (0)::bigint) AS tickets_reserved,
    COALESCE(t.tickets_available, (0)::bigint) AS tickets_available,
    COALESCE(o.paid_orders, (0)::bigint) AS paid_orders,
    COALESCE(o.gross_revenue, (0)::numeric) AS gross_revenue,
    COALESCE(o.fees, (0)::numeric) AS fees,
    COALESCE(o.tax, (0)::numeric) AS tax,
    COALESCE(((o.gross_revenue - o.fees) - o.tax), (0)::numeric) AS net_revenue,
    (COALESCE(((k.tickets_sold)::numeric / (NULLIF(t.total_capacity, 0))::numeric), (0)::numeric))::numeric(5,4) AS sell_through,
    now() AS refreshed_at
   FROM (((public.events e
     LEFT JOIN tier_totals t ON ((t.event_id = e.id)))
     LEFT JOIN ticket_totals k ON ((k.event_id = e.id)))
     LEFT JOIN order_totals o ON ((o.event_id = e.id)))
  WHERE (e.deleted_at IS NULL);

CREATE OR REPLACE PROCEDURE public.refresh_event_sales_summary()
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $procedure$
begin
    -- TK-TRAP-18: a view that was never filled cannot be refreshed beside its readers.
    if (select c.relispopulated from pg_class c where c.oid = 'public.event_sales_summary'::regclass) then
        refresh materialized view concurrently event_sales_summary;
    else
        refresh materialized view event_sales_summary;
    end if;
end;
$procedure$;

COMMENT ON PROCEDURE public.refresh_event_sales_summary() IS 'Brings event_sales_summary up to date beside its readers. Call it every 15 minutes during events, hourly otherwise.';

REVOKE ALL ON PROCEDURE public.refresh_event_sales_summary() FROM PUBLIC;

GRANT ALL ON PROCEDURE public.refresh_event_sales_summary() TO ticket_admin;

GRANT ALL ON PROCEDURE public.refresh_event_sales_summary() TO ticket_jobs;

CREATE UNIQUE INDEX idx_event_sales_summary_event ON public.event_sales_summary USING btree (event_id);

CREATE INDEX idx_event_sales_summary_promoter ON public.event_sales_summary USING btree (promoter_id);

COMMENT ON COLUMN public.event_sales_summary.event_id IS 'Key of the event.';

COMMENT ON COLUMN public.event_sales_summary.fees IS 'Our fees within it.';

COMMENT ON COLUMN public.event_sales_summary.gross_revenue IS 'Sum of those orders'' totals, before refunds.';

COMMENT ON COLUMN public.event_sales_summary.net_revenue IS 'gross_revenue - fees - tax.';

COMMENT ON COLUMN public.event_sales_summary.paid_orders IS 'Orders that are paid, partly refunded ones included.';

COMMENT ON COLUMN public.event_sales_summary.promoter_id IS 'Who publishes it.';

COMMENT ON COLUMN public.event_sales_summary.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.event_sales_summary.sell_through IS 'tickets_sold / total_capacity, from 0 to 1 with four decimals.';

COMMENT ON COLUMN public.event_sales_summary.start_time IS 'When it begins.';

COMMENT ON COLUMN public.event_sales_summary.tax IS 'Tax within it.';

COMMENT ON COLUMN public.event_sales_summary.tickets_available IS 'Tickets neither sold nor reserved, on sale or not.';

COMMENT ON COLUMN public.event_sales_summary.tickets_reserved IS 'Tickets held by active reservations.';

COMMENT ON COLUMN public.event_sales_summary.tickets_sold IS 'Tickets that are valid or used.';

COMMENT ON COLUMN public.event_sales_summary.title IS 'Name of the event.';

COMMENT ON COLUMN public.event_sales_summary.total_capacity IS 'Sum of the tiers'' quantities.';

COMMENT ON MATERIALIZED VIEW public.event_sales_summary IS 'One row per event that is not withdrawn, as of the last refresh; zeros where nothing was sold.';

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_admin;

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_jobs;

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_readonly;
