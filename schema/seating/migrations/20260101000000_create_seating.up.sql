-- pgplumb: migration create_seating
-- pgplumb: engine native: migra does not see a comment (comment on function public.cancel_order(uuid)) and 327 more
-- pgplumb: before 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: after fd3b3fba4855a023b81b61702322ded22c9beb47cacf62a5b080bb47fa4d964b

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.current_app_user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;

COMMENT ON FUNCTION public.current_app_user_id() IS 'Account that the session acts for (setting app.user_id); null: a visitor.';

CREATE OR REPLACE FUNCTION public.current_org_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
RETURN (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid;

COMMENT ON FUNCTION public.current_org_id() IS 'Organisation that the session acts for (setting app.org_id); null: none.';

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

CREATE OR REPLACE FUNCTION public.forbid_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise check_violation using
        message = format('%s %s: %s', tg_table_name, old.id, tg_argv[0]),
        table = tg_table_name,
        constraint = tg_name;
end;
$function$;

COMMENT ON FUNCTION public.forbid_change() IS 'Trigger: refuses (23514) the change that it fires for, with its argument as the reason.';

CREATE OR REPLACE FUNCTION public.forbid_created_at_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise check_violation using
        message = format('created_at of %s %s stays what it is', tg_table_name, coalesce(to_jsonb(old) ->> 'id', '')),
        table = tg_table_name,
        constraint = tg_name;
end;
$function$;

COMMENT ON FUNCTION public.forbid_created_at_change() IS 'Trigger: refuses (23514) a change of created_at.';

CREATE OR REPLACE FUNCTION public.order_lines(p_items jsonb)
 RETURNS TABLE(ticket_tier_id uuid, seat_id uuid)
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT ((i.item ->> 'ticket_tier_id'::text))::uuid AS uuid,
     ((i.item ->> 'seat_id'::text))::uuid AS uuid
    FROM (jsonb_array_elements(order_lines.p_items) i(item)
      CROSS JOIN LATERAL generate_series(1, COALESCE(((i.item ->> 'quantity'::text))::integer, 1)) generate_series(generate_series));
END;

COMMENT ON FUNCTION public.order_lines(jsonb) IS 'Reads [{"ticket_tier_id": uuid, "seat_id": uuid}, {"ticket_tier_id": uuid, "quantity": integer}, ...]; a row per ticket.';

CREATE OR REPLACE FUNCTION public.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- The clock and not now(): two updates in one transaction are two moments. Never back, not even behind imported rows.
    new.updated_at := greatest(clock_timestamp(), old.updated_at);
    return new;
end;
$function$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Trigger: stamps updated_at with the time of the change; it never goes back.';

CREATE OR REPLACE FUNCTION public.tier_is_on_sale(p_is_active boolean, p_sale_start_time timestamp with time zone, p_sale_end_time timestamp with time zone, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (p_is_active AND COALESCE((p_at >= p_sale_start_time), true) AND COALESCE((p_at < p_sale_end_time), true));

COMMENT ON FUNCTION public.tier_is_on_sale(boolean, timestamp with time zone, timestamp with time zone, timestamp with time zone) IS 'Whether an active tier''s sale is open at a moment; the window includes its start and excludes its end, null bounds are open.';

CREATE TABLE public.event_sections (
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    custom_capacity integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_sections_pkey PRIMARY KEY (event_id, section_id),
    CONSTRAINT event_sections_event_section_organization_key UNIQUE (event_id, section_id, organization_id),
    CONSTRAINT event_sections_custom_capacity_positive CHECK (((custom_capacity IS NULL) OR (custom_capacity > 0))),
    CONSTRAINT event_sections_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.event_sections ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event_sections FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.tier_section_is_active()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- SE-INV-06. For share: who closes the section waits, and then finds this tier.
    perform from event_sections e
    where e.event_id = new.event_id and e.section_id = new.section_id and not e.is_active
    for share;
    if found then
        raise check_violation using
            message = format('section %s is closed for event %s', new.section_id, new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.tier_section_is_active() IS 'Trigger: refuses (23514) a tier on offer in a section that its event has closed.';

CREATE INDEX idx_event_sections_event ON public.event_sections USING btree (event_id, is_active);

CREATE INDEX idx_event_sections_section ON public.event_sections USING btree (section_id);

CREATE TRIGGER event_sections_forbid_created_at_change BEFORE UPDATE ON public.event_sections FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER event_sections_set_updated_at BEFORE UPDATE ON public.event_sections FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY event_sections_jobs ON public.event_sections TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.event_sections.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.event_sections.custom_capacity IS 'People that the section takes at this event, at most its own capacity and at least what is sold; null: its own.';

COMMENT ON COLUMN public.event_sections.event_id IS 'The event.';

COMMENT ON COLUMN public.event_sections.is_active IS 'Whether the section is open for the event; its tiers go off the offer when it is closed.';

COMMENT ON COLUMN public.event_sections.organization_id IS 'Organisation of both.';

COMMENT ON COLUMN public.event_sections.section_id IS 'The section.';

COMMENT ON COLUMN public.event_sections.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.event_sections.venue_id IS 'Venue of both, which makes the event''s and the section''s the same.';

COMMENT ON TABLE public.event_sections IS 'One row per section that an event ever opened.';

GRANT SELECT ON TABLE public.event_sections TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.event_sections TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.event_sections TO seat_staff;

CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone,
    status text DEFAULT 'DRAFT'::text NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_id_organization_id_key UNIQUE (id, organization_id),
    CONSTRAINT events_id_venue_id_organization_id_key UNIQUE (id, venue_id, organization_id),
    CONSTRAINT events_description_not_blank CHECK (((description IS NULL) OR (btrim(description) <> ''::text))),
    CONSTRAINT events_ends_after_start CHECK (((end_time IS NULL) OR (end_time > start_time))),
    CONSTRAINT events_status_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'COMPLETED'::text, 'CANCELLED'::text]))),
    CONSTRAINT events_title_not_blank CHECK ((btrim((title)::text) <> ''::text)),
    CONSTRAINT events_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.event_sections ADD CONSTRAINT event_sections_event_fkey FOREIGN KEY (event_id, venue_id, organization_id) REFERENCES public.events(id, venue_id, organization_id) ON DELETE RESTRICT;

CREATE INDEX idx_events_org_status ON public.events USING btree (organization_id, status, start_time) WHERE (deleted = false);

CREATE INDEX idx_events_organization ON public.events USING btree (organization_id);

CREATE INDEX idx_events_venue ON public.events USING btree (venue_id);

CREATE TRIGGER events_forbid_created_at_change BEFORE UPDATE ON public.events FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER events_set_updated_at BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER events_status_guard BEFORE UPDATE OF status ON public.events FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('DRAFT>PUBLISHED', 'DRAFT>CANCELLED', 'PUBLISHED>COMPLETED', 'PUBLISHED>CANCELLED');

CREATE POLICY events_jobs ON public.events TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.events.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.events.deleted IS 'Whether it is gone for buyers, orders and tickets for it included.';

COMMENT ON COLUMN public.events.description IS 'What it is about; null where nothing is said.';

COMMENT ON COLUMN public.events.end_time IS 'When it ends, after its start; null where that is open.';

COMMENT ON COLUMN public.events.id IS 'Key of the event.';

COMMENT ON COLUMN public.events.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.events.start_time IS 'When it begins.';

COMMENT ON COLUMN public.events.status IS 'DRAFT, then PUBLISHED, then COMPLETED; CANCELLED from either of the first two. Tickets are sold while it is PUBLISHED.';

COMMENT ON COLUMN public.events.title IS 'Name shown to buyers; not blank.';

COMMENT ON COLUMN public.events.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.events.venue_id IS 'Where it is held; the venue is of the same organisation.';

COMMENT ON TABLE public.events IS 'One row per event; it opens sections of its venue, and sells them by tiers.';

GRANT SELECT ON TABLE public.events TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.events TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.events TO seat_staff;

CREATE TABLE public.order_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    order_id uuid NOT NULL,
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    ticket_tier_id uuid NOT NULL,
    seat_id uuid,
    price numeric(10,2) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT order_items_pkey PRIMARY KEY (id),
    CONSTRAINT order_items_price_not_negative CHECK ((price >= (0)::numeric)),
    CONSTRAINT order_items_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.order_items ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.order_items FORCE ROW LEVEL SECURITY;

CREATE INDEX idx_order_items_order ON public.order_items USING btree (order_id);

CREATE UNIQUE INDEX idx_order_items_seat ON public.order_items USING btree (order_id, seat_id) WHERE (seat_id IS NOT NULL);

CREATE INDEX idx_order_items_seat_id ON public.order_items USING btree (seat_id);

CREATE INDEX idx_order_items_section ON public.order_items USING btree (event_id, section_id);

CREATE INDEX idx_order_items_tier ON public.order_items USING btree (ticket_tier_id);

CREATE TRIGGER order_items_forbid_created_at_change BEFORE UPDATE ON public.order_items FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER order_items_set_updated_at BEFORE UPDATE ON public.order_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY order_items_jobs ON public.order_items TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.order_items.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.order_items.event_id IS 'Event of the order and of the tier.';

COMMENT ON COLUMN public.order_items.id IS 'Key of the item.';

COMMENT ON COLUMN public.order_items.order_id IS 'The order.';

COMMENT ON COLUMN public.order_items.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.order_items.price IS 'Price of the tier when it was ordered, two decimals.';

COMMENT ON COLUMN public.order_items.seat_id IS 'The seat in a NUMBERED section; null in a GENERAL one.';

COMMENT ON COLUMN public.order_items.section_id IS 'Section of the tier and of the seat.';

COMMENT ON COLUMN public.order_items.ticket_tier_id IS 'The tier that it is sold from.';

COMMENT ON COLUMN public.order_items.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.order_items IS 'One row per ticket that an order asks for; confirm_order() issues the tickets from them.';

GRANT SELECT ON TABLE public.order_items TO seat_app;

GRANT SELECT ON TABLE public.order_items TO seat_jobs;

GRANT SELECT ON TABLE public.order_items TO seat_staff;

CREATE TABLE public.orders (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    event_id uuid NOT NULL,
    status text DEFAULT 'PENDING'::text NOT NULL,
    total_amount numeric(10,2) NOT NULL,
    platform_fee numeric(10,2) DEFAULT 0 NOT NULL,
    net_amount numeric(10,2) NOT NULL,
    currency character(3) DEFAULT 'USD'::bpchar NOT NULL,
    expires_at timestamp with time zone,
    is_paid boolean DEFAULT false NOT NULL,
    paid_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_id_event_id_organization_id_key UNIQUE (id, event_id, organization_id),
    CONSTRAINT orders_id_event_organization_paid_key UNIQUE (id, event_id, organization_id, is_paid),
    CONSTRAINT orders_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT orders_is_paid_if_paid CHECK ((is_paid = (status = ANY (ARRAY['PAID'::text, 'REFUNDED'::text])))),
    CONSTRAINT orders_net_amount_not_negative CHECK ((net_amount >= (0)::numeric)),
    CONSTRAINT orders_net_is_total_less_fee CHECK ((net_amount = (total_amount - platform_fee))),
    CONSTRAINT orders_paid_at_if_paid CHECK ((is_paid = (paid_at IS NOT NULL))),
    CONSTRAINT orders_platform_fee_not_negative CHECK ((platform_fee >= (0)::numeric)),
    CONSTRAINT orders_status_known CHECK ((status = ANY (ARRAY['PENDING'::text, 'PAID'::text, 'FAILED'::text, 'CANCELLED'::text, 'REFUNDED'::text, 'EXPIRED'::text]))),
    CONSTRAINT orders_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.orders FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.require_own_order(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform from orders o
    where o.id = p_order_id and o.organization_id = current_org_id() and o.user_id = current_app_user_id()
    for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
end;
$function$;

COMMENT ON FUNCTION public.require_own_order(uuid) IS 'Locks an order of app.user_id at app.org_id; whoever else''s is refused (P0002) like one that is not there.';

REVOKE ALL ON FUNCTION public.require_own_order(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.require_pending(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_status text;
begin
    select o.status into v_status from orders o where o.id = p_order_id for no key update;
    if v_status is null then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    elsif v_status <> 'PENDING' then
        raise check_violation using message = format('order %s is %s', p_order_id, v_status);
    end if;
end;
$function$;

COMMENT ON FUNCTION public.require_pending(uuid) IS 'Locks an order; refused unless it is pending (23514) or where there is none (P0002).';

REVOKE ALL ON FUNCTION public.require_pending(uuid) FROM PUBLIC;

ALTER TABLE public.order_items ADD CONSTRAINT order_items_order_fkey FOREIGN KEY (order_id, event_id, organization_id) REFERENCES public.orders(id, event_id, organization_id) ON DELETE RESTRICT;

CREATE POLICY order_items_own ON public.order_items FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (order_id IN ( SELECT o.id
   FROM public.orders o))));

ALTER TABLE public.orders ADD CONSTRAINT orders_event_fkey FOREIGN KEY (event_id, organization_id) REFERENCES public.events(id, organization_id) ON DELETE RESTRICT;

CREATE INDEX idx_orders_event ON public.orders USING btree (event_id, status);

CREATE INDEX idx_orders_expiring ON public.orders USING btree (expires_at) WHERE (status = 'PENDING'::text);

CREATE INDEX idx_orders_user_status ON public.orders USING btree (user_id, status, created_at DESC);

CREATE TRIGGER orders_forbid_created_at_change BEFORE UPDATE ON public.orders FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER orders_order_status_guard BEFORE UPDATE OF status ON public.orders FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('PENDING>PAID', 'PENDING>FAILED', 'PENDING>CANCELLED', 'PENDING>EXPIRED', 'PAID>REFUNDED');

CREATE TRIGGER orders_set_updated_at BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY orders_jobs ON public.orders TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY orders_own ON public.orders FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (user_id = ( SELECT public.current_app_user_id() AS current_app_user_id)) AND (event_id IN ( SELECT e.id
   FROM public.events e))));

COMMENT ON COLUMN public.orders.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.orders.currency IS 'ISO 4217 currency of every amount of the order, three capital letters.';

COMMENT ON COLUMN public.orders.event_id IS 'What for; all tickets of the order are of this event.';

COMMENT ON COLUMN public.orders.expires_at IS 'Until when a pending order keeps its places; null: it keeps none.';

COMMENT ON COLUMN public.orders.id IS 'Key of the order.';

COMMENT ON COLUMN public.orders.is_paid IS 'Whether it is PAID or REFUNDED, for the foreign key of its tickets.';

COMMENT ON COLUMN public.orders.net_amount IS 'The organisation''s part: total_amount - platform_fee.';

COMMENT ON COLUMN public.orders.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.orders.paid_at IS 'When the payment arrived; null unless it is paid or refunded.';

COMMENT ON COLUMN public.orders.platform_fee IS 'Our part of it, two decimals.';

COMMENT ON COLUMN public.orders.status IS 'PENDING, then PAID, FAILED, CANCELLED or EXPIRED; PAID may become REFUNDED. Only paid and refunded ones have tickets.';

COMMENT ON COLUMN public.orders.total_amount IS 'What the buyer pays: the sum of its tickets'' prices, two decimals.';

COMMENT ON COLUMN public.orders.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.orders.user_id IS 'Who buys.';

COMMENT ON TABLE public.orders IS 'One row per purchase, for one event. It is never deleted: what became of it says its status.';

GRANT SELECT ON TABLE public.orders TO seat_app;

GRANT SELECT ON TABLE public.orders TO seat_jobs;

GRANT SELECT ON TABLE public.orders TO seat_staff;

CREATE TABLE public.organization_members (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organization_members_pkey PRIMARY KEY (organization_id, user_id),
    CONSTRAINT organization_members_role_known CHECK ((role = ANY (ARRAY['OWNER'::text, 'ADMIN'::text, 'STAFF'::text]))),
    CONSTRAINT organization_members_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.organization_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organization_members FORCE ROW LEVEL SECURITY;

CREATE INDEX idx_organization_members_user ON public.organization_members USING btree (user_id);

CREATE TRIGGER organization_members_forbid_created_at_change BEFORE UPDATE ON public.organization_members FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER organization_members_set_updated_at BEFORE UPDATE ON public.organization_members FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY organization_members_jobs ON public.organization_members TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.organization_members.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.organization_members.organization_id IS 'The organisation.';

COMMENT ON COLUMN public.organization_members.role IS 'OWNER or ADMIN, who change what is offered and refund; STAFF, who reads, scans and cancels tickets.';

COMMENT ON COLUMN public.organization_members.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.organization_members.user_id IS 'The account.';

COMMENT ON TABLE public.organization_members IS 'One row per person and organisation that they work for; it goes when they leave.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.organization_members TO seat_jobs;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.organization_members TO seat_staff;

CREATE TABLE public.organizations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    slug character varying(100) NOT NULL,
    status text DEFAULT 'ACTIVE'::text NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_name_not_blank CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT organizations_slug_shape CHECK (((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT organizations_status_known CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text]))),
    CONSTRAINT organizations_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.organization_members ADD CONSTRAINT organization_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_organizations_slug ON public.organizations USING btree (slug) WHERE (NOT deleted);

CREATE TRIGGER organizations_forbid_created_at_change BEFORE UPDATE ON public.organizations FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER organizations_set_updated_at BEFORE UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY organizations_jobs ON public.organizations TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY organizations_storefront ON public.organizations FOR SELECT TO seat_app USING (((id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (status = 'ACTIVE'::text)));

COMMENT ON COLUMN public.organizations.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.organizations.deleted IS 'Whether it is gone for everybody.';

COMMENT ON COLUMN public.organizations.id IS 'Key of the organisation.';

COMMENT ON COLUMN public.organizations.name IS 'Name shown to buyers; not blank.';

COMMENT ON COLUMN public.organizations.slug IS 'Part of its address: lower-case letters, digits and single hyphens; unique among live organisations.';

COMMENT ON COLUMN public.organizations.status IS 'ACTIVE or SUSPENDED; the storefront of a suspended one is closed.';

COMMENT ON COLUMN public.organizations.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.organizations IS 'One row per organisation that sells tickets; every row of a tenant leads to one.';

GRANT SELECT ON TABLE public.organizations TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.organizations TO seat_jobs;

GRANT SELECT ON TABLE public.organizations TO seat_staff;

GRANT UPDATE (name) ON TABLE public.organizations TO seat_staff;

CREATE TABLE public.payment_intents (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_id uuid NOT NULL,
    stripe_payment_intent_id text NOT NULL,
    status text DEFAULT 'REQUIRES_PAYMENT'::text NOT NULL,
    amount numeric(10,2) NOT NULL,
    currency character(3) NOT NULL,
    raw jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_intents_pkey PRIMARY KEY (id),
    CONSTRAINT payment_intents_stripe_payment_intent_id_key UNIQUE (stripe_payment_intent_id),
    CONSTRAINT payment_intents_amount_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT payment_intents_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payment_intents_status_known CHECK ((status = ANY (ARRAY['REQUIRES_PAYMENT'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text]))),
    CONSTRAINT payment_intents_stripe_payment_intent_id_not_blank CHECK ((btrim(stripe_payment_intent_id) <> ''::text)),
    CONSTRAINT payment_intents_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.payment_intents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payment_intents FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.cancel_order(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform require_own_order(p_order_id);
    perform require_pending(p_order_id);
    update payment_intents p set status = 'CANCELLED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'CANCELLED' where o.id = p_order_id;
end;
$function$;

COMMENT ON FUNCTION public.cancel_order(uuid) IS 'Cancels one''s own pending order; its places are free again.';

REVOKE ALL ON FUNCTION public.cancel_order(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.cancel_order(uuid) TO seat_app;

CREATE OR REPLACE FUNCTION public.expire_orders(p_now timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order_id uuid;
    v_expired integer := 0;
begin
    for v_order_id in
        select o.id from orders o
        where o.status = 'PENDING' and o.expires_at <= p_now
        order by o.id
        for no key update skip locked
    loop
        update payment_intents p set status = 'CANCELLED' where p.order_id = v_order_id and p.status = 'REQUIRES_PAYMENT';
        update orders o set status = 'EXPIRED' where o.id = v_order_id;
        v_expired := v_expired + 1;
    end loop;
    return v_expired;
end;
$function$;

COMMENT ON FUNCTION public.expire_orders(timestamp with time zone) IS 'Expires pending orders whose time is over; their places are free again. Returns how many.';

REVOKE ALL ON FUNCTION public.expire_orders(timestamp with time zone) FROM PUBLIC;

GRANT ALL ON FUNCTION public.expire_orders(timestamp with time zone) TO seat_jobs;

CREATE OR REPLACE FUNCTION public.fail_order(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform require_pending(p_order_id);
    update payment_intents p set status = 'FAILED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'FAILED' where o.id = p_order_id;
end;
$function$;

COMMENT ON FUNCTION public.fail_order(uuid) IS 'Marks a pending order as failed; its places are free again.';

REVOKE ALL ON FUNCTION public.fail_order(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.fail_order(uuid) TO seat_jobs;

ALTER TABLE public.payment_intents ADD CONSTRAINT payment_intents_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_payment_intents_one_succeeded ON public.payment_intents USING btree (order_id) WHERE (status = 'SUCCEEDED'::text);

CREATE INDEX idx_payment_intents_order ON public.payment_intents USING btree (order_id, status);

CREATE TRIGGER payment_intents_forbid_created_at_change BEFORE UPDATE ON public.payment_intents FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER payment_intents_set_updated_at BEFORE UPDATE ON public.payment_intents FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY payment_intents_jobs ON public.payment_intents TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY payment_intents_staff ON public.payment_intents FOR SELECT TO seat_staff USING ((order_id IN ( SELECT o.id
   FROM public.orders o)));

COMMENT ON COLUMN public.payment_intents.amount IS 'What is paid, two decimals.';

COMMENT ON COLUMN public.payment_intents.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.payment_intents.currency IS 'ISO 4217 currency of the amount, three capital letters.';

COMMENT ON COLUMN public.payment_intents.id IS 'Key of the payment.';

COMMENT ON COLUMN public.payment_intents.order_id IS 'The order that it pays.';

COMMENT ON COLUMN public.payment_intents.raw IS 'What Stripe last sent about it; null before that.';

COMMENT ON COLUMN public.payment_intents.status IS 'REQUIRES_PAYMENT, then SUCCEEDED, FAILED or CANCELLED.';

COMMENT ON COLUMN public.payment_intents.stripe_payment_intent_id IS 'Stripe''s own key; unique.';

COMMENT ON COLUMN public.payment_intents.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.payment_intents IS 'One row per payment intent; an order has several where one failed, and one that succeeded at most.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.payment_intents TO seat_jobs;

GRANT SELECT (amount) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (created_at) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (currency) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (id) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (order_id) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (status) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (stripe_payment_intent_id) ON TABLE public.payment_intents TO seat_staff;

GRANT SELECT (updated_at) ON TABLE public.payment_intents TO seat_staff;

CREATE TABLE public.seat_locks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    order_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT seat_locks_pkey PRIMARY KEY (id),
    CONSTRAINT seat_locks_event_id_seat_id_key UNIQUE (event_id, seat_id),
    CONSTRAINT seat_locks_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.seat_locks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.seat_locks FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.release_holds()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    delete from seat_locks h where h.order_id = new.id;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.release_holds() IS 'Trigger: an order that is no longer pending holds no seats.';

CREATE TRIGGER orders_release_holds AFTER UPDATE OF status ON public.orders FOR EACH ROW WHEN (((old.status = 'PENDING'::text) AND (new.status <> 'PENDING'::text))) EXECUTE FUNCTION public.release_holds();

ALTER TABLE public.seat_locks ADD CONSTRAINT seat_locks_event_section_fkey FOREIGN KEY (event_id, section_id, organization_id) REFERENCES public.event_sections(event_id, section_id, organization_id) ON DELETE RESTRICT;

ALTER TABLE public.seat_locks ADD CONSTRAINT seat_locks_order_fkey FOREIGN KEY (order_id, event_id, organization_id) REFERENCES public.orders(id, event_id, organization_id) ON DELETE RESTRICT;

CREATE INDEX idx_seat_locks_order ON public.seat_locks USING btree (order_id);

CREATE INDEX idx_seat_locks_seat ON public.seat_locks USING btree (seat_id);

CREATE INDEX idx_seat_locks_section ON public.seat_locks USING btree (event_id, section_id);

CREATE TRIGGER seat_locks_forbid_created_at_change BEFORE UPDATE ON public.seat_locks FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER seat_locks_set_updated_at BEFORE UPDATE ON public.seat_locks FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY seat_locks_jobs ON public.seat_locks TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY seat_locks_own ON public.seat_locks FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (order_id IN ( SELECT o.id
   FROM public.orders o))));

COMMENT ON COLUMN public.seat_locks.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.seat_locks.event_id IS 'The event.';

COMMENT ON COLUMN public.seat_locks.expires_at IS 'Until when; afterwards any other order may take it over.';

COMMENT ON COLUMN public.seat_locks.id IS 'Key of the hold.';

COMMENT ON COLUMN public.seat_locks.order_id IS 'The order that it is held for.';

COMMENT ON COLUMN public.seat_locks.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.seat_locks.seat_id IS 'The seat; one hold per event.';

COMMENT ON COLUMN public.seat_locks.section_id IS 'Section of the seat, which the event has opened.';

COMMENT ON COLUMN public.seat_locks.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.seat_locks IS 'One row per seat and event that somebody is buying or was; it stands until expires_at. Gone once the order is paid or given up.';

GRANT SELECT ON TABLE public.seat_locks TO seat_app;

GRANT DELETE, SELECT ON TABLE public.seat_locks TO seat_jobs;

GRANT SELECT ON TABLE public.seat_locks TO seat_staff;

CREATE TABLE public.seats (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    section_id uuid NOT NULL,
    row_label character varying(10) NOT NULL,
    number_label character varying(10) NOT NULL,
    seat_number_sort bigint GENERATED ALWAYS AS ((NULLIF(regexp_replace((number_label)::text, '[^0-9]'::text, ''::text, 'g'::text), ''::text))::bigint) STORED,
    x_position numeric(8,2) NOT NULL,
    y_position numeric(8,2) NOT NULL,
    is_accessible boolean DEFAULT false NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT seats_pkey PRIMARY KEY (id),
    CONSTRAINT seats_id_section_id_organization_id_key UNIQUE (id, section_id, organization_id),
    CONSTRAINT seats_number_label_not_blank CHECK ((btrim((number_label)::text) <> ''::text)),
    CONSTRAINT seats_row_label_not_blank CHECK ((btrim((row_label)::text) <> ''::text)),
    CONSTRAINT seats_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.seats ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.seats FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.ticket_respects_holds()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform from seats s where s.id = new.seat_id for no key update;
    perform from seat_locks h
    where h.event_id = new.event_id and h.seat_id = new.seat_id
        and h.order_id <> new.order_id and h.expires_at > clock_timestamp();
    if found then
        raise unique_violation using
            message = format('seat %s is held for another order', new.seat_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.ticket_respects_holds() IS 'Trigger: refuses (23505) a ticket for a seat that another order holds.';

ALTER TABLE public.order_items ADD CONSTRAINT order_items_seat_fkey FOREIGN KEY (seat_id, section_id, organization_id) REFERENCES public.seats(id, section_id, organization_id) ON DELETE RESTRICT;

ALTER TABLE public.seat_locks ADD CONSTRAINT seat_locks_seat_fkey FOREIGN KEY (seat_id, section_id, organization_id) REFERENCES public.seats(id, section_id, organization_id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_seats_label ON public.seats USING btree (section_id, row_label, number_label) WHERE (NOT deleted);

CREATE INDEX idx_seats_position ON public.seats USING btree (section_id, x_position, y_position) WHERE (deleted = false);

CREATE INDEX idx_seats_section ON public.seats USING btree (section_id);

CREATE TRIGGER seats_forbid_created_at_change BEFORE UPDATE ON public.seats FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER seats_set_updated_at BEFORE UPDATE ON public.seats FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY seats_jobs ON public.seats TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.seats.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.seats.deleted IS 'Whether the seat was taken out.';

COMMENT ON COLUMN public.seats.id IS 'Key of the seat.';

COMMENT ON COLUMN public.seats.is_accessible IS 'Whether a wheelchair can get there.';

COMMENT ON COLUMN public.seats.number_label IS 'Number within the row as printed, such as 12 or 12a; unique with section and row among live seats.';

COMMENT ON COLUMN public.seats.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.seats.row_label IS 'Row as printed: A, B, .., AA; not blank.';

COMMENT ON COLUMN public.seats.seat_number_sort IS 'The digits of number_label as a number, for sorting; null where there are none.';

COMMENT ON COLUMN public.seats.section_id IS 'The section, which is NUMBERED.';

COMMENT ON COLUMN public.seats.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.seats.x_position IS 'Place on the plan, from its left edge, in units of the plan.';

COMMENT ON COLUMN public.seats.y_position IS 'Place on the plan, from its upper edge, in units of the plan.';

COMMENT ON TABLE public.seats IS 'One row per seat.';

GRANT SELECT ON TABLE public.seats TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.seats TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.seats TO seat_staff;

CREATE TABLE public.sections (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    name character varying(100) NOT NULL,
    type text NOT NULL,
    capacity integer NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sections_pkey PRIMARY KEY (id),
    CONSTRAINT sections_id_organization_id_key UNIQUE (id, organization_id),
    CONSTRAINT sections_id_venue_id_organization_id_key UNIQUE (id, venue_id, organization_id),
    CONSTRAINT sections_capacity_positive CHECK ((capacity > 0)),
    CONSTRAINT sections_name_not_blank CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT sections_type_known CHECK ((type = ANY (ARRAY['NUMBERED'::text, 'GENERAL'::text]))),
    CONSTRAINT sections_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.sections ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sections FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.seats_only_in_numbered()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- SE-INV-04
    if (select s.type from sections s where s.id = new.section_id) <> 'NUMBERED' then
        raise check_violation using
            message = format('section %s is for general admission, and has no seats', new.section_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.seats_only_in_numbered() IS 'Trigger: refuses (23514) a seat in a section that is not NUMBERED.';

CREATE OR REPLACE FUNCTION public.ticket_seat_matches_section_type()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- SE-INV-05, SE-TRAP-28. That the seat is of this section is the foreign key's to say.
    if (select s.type = 'NUMBERED' from sections s where s.id = new.section_id) <> (new.seat_id is not null) then
        raise check_violation using
            message = case
                when new.seat_id is null then format('section %s is numbered: a seat is needed', new.section_id)
                else format('section %s is for general admission: no seat can be named', new.section_id)
            end,
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.ticket_seat_matches_section_type() IS 'Trigger: refuses (23514) a seat for general admission, and a numbered section without one.';

ALTER TABLE public.event_sections ADD CONSTRAINT event_sections_section_fkey FOREIGN KEY (section_id, venue_id, organization_id) REFERENCES public.sections(id, venue_id, organization_id) ON DELETE RESTRICT;

CREATE POLICY event_sections_storefront ON public.event_sections FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (event_id IN ( SELECT e.id
   FROM public.events e)) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

CREATE TRIGGER order_items_seat_matches_section_type BEFORE INSERT OR UPDATE OF seat_id, section_id ON public.order_items FOR EACH ROW EXECUTE FUNCTION public.ticket_seat_matches_section_type();

ALTER TABLE public.seats ADD CONSTRAINT seats_section_fkey FOREIGN KEY (section_id, organization_id) REFERENCES public.sections(id, organization_id) ON DELETE RESTRICT;

CREATE TRIGGER seats_only_in_numbered AFTER INSERT OR UPDATE OF section_id ON public.seats FOR EACH ROW EXECUTE FUNCTION public.seats_only_in_numbered();

CREATE POLICY seats_storefront ON public.seats FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

CREATE UNIQUE INDEX idx_sections_name ON public.sections USING btree (venue_id, name) WHERE (NOT deleted);

CREATE INDEX idx_sections_venue ON public.sections USING btree (venue_id);

CREATE TRIGGER sections_forbid_created_at_change BEFORE UPDATE ON public.sections FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER sections_set_updated_at BEFORE UPDATE ON public.sections FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER sections_type_stays BEFORE UPDATE OF type ON public.sections FOR EACH ROW WHEN ((old.type IS DISTINCT FROM new.type)) EXECUTE FUNCTION public.forbid_change('its type stays; make another section');

CREATE POLICY sections_jobs ON public.sections TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.sections.capacity IS 'People that it holds, at least 1; an event may take fewer (event_sections.custom_capacity).';

COMMENT ON COLUMN public.sections.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.sections.deleted IS 'Whether it is gone for buyers, with its seats.';

COMMENT ON COLUMN public.sections.id IS 'Key of the section.';

COMMENT ON COLUMN public.sections.name IS 'Name; not blank, unique among the venue''s live sections.';

COMMENT ON COLUMN public.sections.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.sections.type IS 'NUMBERED: it has seats, and each ticket names one. GENERAL: it has a capacity alone. It never changes.';

COMMENT ON COLUMN public.sections.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.sections.venue_id IS 'The venue; it is of the same organisation.';

COMMENT ON TABLE public.sections IS 'One row per section of a venue; events open some of them.';

GRANT SELECT ON TABLE public.sections TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.sections TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.sections TO seat_staff;

CREATE TABLE public.ticket_tiers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    name character varying(100) NOT NULL,
    price numeric(10,2) NOT NULL,
    quantity integer,
    sale_start_time timestamp with time zone,
    sale_end_time timestamp with time zone,
    is_active boolean DEFAULT true NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_tiers_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_tiers_id_event_section_organization_key UNIQUE (id, event_id, section_id, organization_id),
    CONSTRAINT ticket_tiers_name_not_blank CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT ticket_tiers_price_not_negative CHECK ((price >= (0)::numeric)),
    CONSTRAINT ticket_tiers_quantity_positive CHECK (((quantity IS NULL) OR (quantity > 0))),
    CONSTRAINT ticket_tiers_sale_window CHECK (((sale_start_time IS NULL) OR (sale_end_time IS NULL) OR (sale_end_time > sale_start_time))),
    CONSTRAINT ticket_tiers_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.ticket_tiers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ticket_tiers FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.close_tiers_of_section()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    update ticket_tiers t set is_active = false
    where t.event_id = new.event_id and t.section_id = new.section_id and t.is_active;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.close_tiers_of_section() IS 'Trigger: a section that is closed for an event takes its tiers off the offer.';

CREATE TRIGGER event_sections_close_tiers AFTER UPDATE OF is_active ON public.event_sections FOR EACH ROW WHEN ((old.is_active AND (NOT new.is_active))) EXECUTE FUNCTION public.close_tiers_of_section();

ALTER TABLE public.order_items ADD CONSTRAINT order_items_tier_fkey FOREIGN KEY (ticket_tier_id, event_id, section_id, organization_id) REFERENCES public.ticket_tiers(id, event_id, section_id, organization_id) ON DELETE RESTRICT;

ALTER TABLE public.ticket_tiers ADD CONSTRAINT ticket_tiers_event_section_fkey FOREIGN KEY (event_id, section_id, organization_id) REFERENCES public.event_sections(event_id, section_id, organization_id) ON DELETE RESTRICT;

CREATE INDEX idx_ticket_tiers_event_section ON public.ticket_tiers USING btree (event_id, section_id);

CREATE UNIQUE INDEX idx_ticket_tiers_name ON public.ticket_tiers USING btree (event_id, section_id, name) WHERE (NOT deleted);

CREATE TRIGGER ticket_tiers_forbid_created_at_change BEFORE UPDATE ON public.ticket_tiers FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER ticket_tiers_section_is_active AFTER INSERT OR UPDATE OF event_id, section_id, is_active ON public.ticket_tiers FOR EACH ROW WHEN (new.is_active) EXECUTE FUNCTION public.tier_section_is_active();

CREATE TRIGGER ticket_tiers_set_updated_at BEFORE UPDATE ON public.ticket_tiers FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY ticket_tiers_jobs ON public.ticket_tiers TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY ticket_tiers_storefront ON public.ticket_tiers FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (event_id IN ( SELECT e.id
   FROM public.events e)) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

COMMENT ON COLUMN public.ticket_tiers.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.ticket_tiers.deleted IS 'Whether it is gone for buyers.';

COMMENT ON COLUMN public.ticket_tiers.event_id IS 'The event.';

COMMENT ON COLUMN public.ticket_tiers.id IS 'Key of the tier.';

COMMENT ON COLUMN public.ticket_tiers.is_active IS 'Whether it is on offer; only in sections that are open.';

COMMENT ON COLUMN public.ticket_tiers.name IS 'Name shown to buyers; not blank, unique among the live tiers of the section at the event.';

COMMENT ON COLUMN public.ticket_tiers.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.ticket_tiers.price IS 'Price of one ticket in the order''s currency, two decimals.';

COMMENT ON COLUMN public.ticket_tiers.quantity IS 'Tickets that may be ordered of it in all; null: as many as there are places.';

COMMENT ON COLUMN public.ticket_tiers.sale_end_time IS 'When the sale closes, itself excluded; null: it stays open.';

COMMENT ON COLUMN public.ticket_tiers.sale_start_time IS 'When the sale opens; null: at once.';

COMMENT ON COLUMN public.ticket_tiers.section_id IS 'The section, which the event has opened.';

COMMENT ON COLUMN public.ticket_tiers.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.ticket_tiers IS 'One row per price of a section at an event, such as Early Bird, Regular or VIP.';

GRANT SELECT ON TABLE public.ticket_tiers TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.ticket_tiers TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.ticket_tiers TO seat_staff;

CREATE TABLE public.ticket_validations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid,
    event_id uuid NOT NULL,
    qr_code_hash text NOT NULL,
    validated_by uuid NOT NULL,
    device_id text,
    result text NOT NULL,
    validated_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ticket_validations_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_validations_device_id_not_blank CHECK (((device_id IS NULL) OR (btrim(device_id) <> ''::text))),
    CONSTRAINT ticket_validations_qr_code_hash_length CHECK ((char_length(qr_code_hash) <= 200)),
    CONSTRAINT ticket_validations_result_known CHECK ((result = ANY (ARRAY['ACCEPTED'::text, 'ALREADY_USED'::text, 'INVALID'::text]))),
    CONSTRAINT ticket_validations_ticket_if_known CHECK (((result = 'INVALID'::text) OR (ticket_id IS NOT NULL))),
    CONSTRAINT ticket_validations_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.ticket_validations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ticket_validations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ticket_validations ADD CONSTRAINT ticket_validations_event_fkey FOREIGN KEY (event_id, organization_id) REFERENCES public.events(id, organization_id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_ticket_validations_accepted ON public.ticket_validations USING btree (ticket_id) WHERE (result = 'ACCEPTED'::text);

CREATE INDEX idx_ticket_validations_event ON public.ticket_validations USING btree (event_id, validated_at DESC);

CREATE INDEX idx_ticket_validations_ticket ON public.ticket_validations USING btree (ticket_id, validated_at DESC);

CREATE INDEX idx_ticket_validations_validated_by ON public.ticket_validations USING btree (validated_by);

CREATE TRIGGER ticket_validations_append_only BEFORE UPDATE ON public.ticket_validations FOR EACH ROW EXECUTE FUNCTION public.forbid_change('the log stays as it was written');

CREATE POLICY ticket_validations_jobs ON public.ticket_validations TO seat_jobs USING (true) WITH CHECK (true);

COMMENT ON COLUMN public.ticket_validations.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.ticket_validations.device_id IS 'The device, as it calls itself; null where it does not.';

COMMENT ON COLUMN public.ticket_validations.event_id IS 'Event of the gate.';

COMMENT ON COLUMN public.ticket_validations.id IS 'Key of the scan.';

COMMENT ON COLUMN public.ticket_validations.organization_id IS 'The organisation at whose gate it was.';

COMMENT ON COLUMN public.ticket_validations.qr_code_hash IS 'What the device read, up to 200 characters of it.';

COMMENT ON COLUMN public.ticket_validations.result IS 'ACCEPTED, ALREADY_USED or INVALID (unknown, cancelled, refunded, or of another event).';

COMMENT ON COLUMN public.ticket_validations.ticket_id IS 'The ticket; null where no ticket of the organisation has the hash.';

COMMENT ON COLUMN public.ticket_validations.updated_at IS 'As created_at: rows of the log never change.';

COMMENT ON COLUMN public.ticket_validations.validated_at IS 'When.';

COMMENT ON COLUMN public.ticket_validations.validated_by IS 'Account of the staff.';

COMMENT ON TABLE public.ticket_validations IS 'One row per scan, refused ones included. Rows are never changed; jobs remove old ones.';

GRANT DELETE, SELECT ON TABLE public.ticket_validations TO seat_jobs;

GRANT SELECT ON TABLE public.ticket_validations TO seat_staff;

CREATE TABLE public.tickets (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    order_id uuid NOT NULL,
    order_is_paid boolean DEFAULT true NOT NULL,
    event_id uuid NOT NULL,
    section_id uuid NOT NULL,
    ticket_tier_id uuid NOT NULL,
    seat_id uuid,
    status text DEFAULT 'VALID'::text NOT NULL,
    qr_code_hash character(64) NOT NULL,
    scanned_at timestamp with time zone,
    scanned_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tickets_pkey PRIMARY KEY (id),
    CONSTRAINT tickets_id_organization_id_key UNIQUE (id, organization_id),
    CONSTRAINT tickets_order_is_paid CHECK (order_is_paid),
    CONSTRAINT tickets_qr_code_hash_shape CHECK ((qr_code_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT tickets_scanned_at_if_used CHECK (((status = 'USED'::text) = (scanned_at IS NOT NULL))),
    CONSTRAINT tickets_scanned_by_if_used CHECK (((scanned_by IS NULL) OR (status = 'USED'::text))),
    CONSTRAINT tickets_status_known CHECK ((status = ANY (ARRAY['VALID'::text, 'USED'::text, 'CANCELLED'::text, 'REFUNDED'::text]))),
    CONSTRAINT tickets_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tickets FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.claim_places(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_place record;
    v_item record;
    v_taken bigint;
begin
    select * into v_order from orders o where o.id = p_order_id;
    -- Tiers of which there are only so many, one order after the other.
    perform from ticket_tiers t
    where t.quantity is not null and t.id in (select i.ticket_tier_id from order_items i where i.order_id = p_order_id)
    order by t.id
    for no key update;
    for v_place in
        select t.id, t.quantity, count(*) as wanted
        from order_items i
        join ticket_tiers t on t.id = i.ticket_tier_id
        where i.order_id = p_order_id and t.quantity is not null
        group by t.id, t.quantity
        order by t.id
    loop
        select count(*) into v_taken from tickets t where t.ticket_tier_id = v_place.id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.ticket_tier_id = v_place.id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.quantity then
            raise check_violation using
                message = format('tier %s has %s tickets left, and %s are wanted',
                                 v_place.id, greatest(v_place.quantity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    -- Everybody locks sections in one order, and before any seat.
    perform from event_sections e
    where e.event_id = v_order.event_id
        and e.section_id in (select i.section_id from order_items i where i.order_id = p_order_id and i.seat_id is null)
    order by e.section_id
    for no key update;
    for v_place in
        select i.section_id, coalesce(e.custom_capacity, s.capacity) as capacity, count(*) as wanted
        from order_items i
        join event_sections e on e.event_id = i.event_id and e.section_id = i.section_id
        join sections s on s.id = i.section_id
        where i.order_id = p_order_id and i.seat_id is null
        group by i.section_id, e.custom_capacity, s.capacity
        order by i.section_id
    loop
        select count(*) into v_taken
        from tickets t
        where t.event_id = v_order.event_id and t.section_id = v_place.section_id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.event_id = v_order.event_id and i.section_id = v_place.section_id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.capacity then
            raise check_violation using
                message = format('section %s has %s places left, and %s are wanted',
                                 v_place.section_id, greatest(v_place.capacity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    for v_item in
        select i.seat_id, i.section_id from order_items i
        where i.order_id = p_order_id and i.seat_id is not null
        order by i.seat_id
    loop
        -- SE-INV-14: in one statement a hold is free, stale or one's own, or somebody else's.
        insert into seat_locks (organization_id, event_id, section_id, seat_id, order_id, expires_at)
        values (v_order.organization_id, v_order.event_id, v_item.section_id, v_item.seat_id, p_order_id, v_order.expires_at)
        on conflict (event_id, seat_id) do update set order_id = excluded.order_id, expires_at = excluded.expires_at
        where seat_locks.expires_at <= clock_timestamp() or seat_locks.order_id = excluded.order_id;
        if not found then
            raise unique_violation using
                message = format('seat %s is held for another order', v_item.seat_id),
                table = 'seat_locks',
                constraint = 'seat_locks_event_id_seat_id_key';
        end if;
    end loop;
end;
$function$;

COMMENT ON FUNCTION public.claim_places(uuid) IS 'Claims the places of a pending order until it expires: seats by holds (23505 where another has one), general admission by counting (23514).';

REVOKE ALL ON FUNCTION public.claim_places(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.confirm_order(p_order_id uuid)
 RETURNS TABLE(ticket_id uuid, qr_code text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_item order_items;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    -- The provider may tell twice.
    if v_order.status = 'PAID' then
        return;
    end if;
    perform require_pending(p_order_id);
    update payment_intents p set status = 'SUCCEEDED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    if not found and v_order.total_amount > 0 then
        raise check_violation using message = format('order %s has no payment that is open', p_order_id);
    end if;
    -- SE-INV-09: tickets and payment in one transaction.
    update orders o set status = 'PAID', is_paid = true, paid_at = clock_timestamp() where o.id = p_order_id;
    for v_item in select * from order_items i where i.order_id = p_order_id order by i.id loop
        qr_code := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
        insert into tickets (organization_id, order_id, event_id, section_id, ticket_tier_id, seat_id, qr_code_hash)
        values (v_item.organization_id, v_item.order_id, v_item.event_id, v_item.section_id, v_item.ticket_tier_id,
                v_item.seat_id, encode(sha256(qr_code::bytea), 'hex'))
        returning id into ticket_id;
        return next;
    end loop;
end;
$function$;

COMMENT ON FUNCTION public.confirm_order(uuid) IS 'Marks a pending order as paid, and issues its tickets. Returns each with the text of its QR code, of which only the hash is kept; nothing when told twice.';

REVOKE ALL ON FUNCTION public.confirm_order(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.confirm_order(uuid) TO seat_jobs;

CREATE OR REPLACE FUNCTION public.custom_capacity_fits()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_type text;
    v_capacity integer;
    v_sold bigint;
begin
    -- SE-INV-21. For share: the section's own capacity waits until this is decided.
    select s.type, s.capacity into v_type, v_capacity from sections s where s.id = new.section_id for share;
    if new.custom_capacity > v_capacity then
        raise check_violation using
            message = format('section %s holds %s, not %s', new.section_id, v_capacity, new.custom_capacity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    if tg_op = 'UPDATE' and v_type = 'GENERAL' then
        select count(*) into v_sold
        from tickets t
        where t.event_id = old.event_id and t.section_id = old.section_id and t.status in ('VALID', 'USED');
        if v_sold > coalesce(new.custom_capacity, v_capacity) then
            raise check_violation using
                message = format('section %s has sold %s tickets for event %s already',
                                 new.section_id, v_sold, new.event_id),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.custom_capacity_fits() IS 'Trigger: refuses (23514) a capacity for an event above the section''s own, or below what is sold.';

CREATE OR REPLACE FUNCTION public.general_admission_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_place record;
    v_capacity integer;
    v_sold bigint;
begin
    for v_place in
        select distinct n.event_id, n.section_id
        from new_tickets n
        join sections s on s.id = n.section_id
        where s.type = 'GENERAL' and n.status in ('VALID', 'USED')
        order by n.event_id, n.section_id
    loop
        -- SE-INV-07, SE-TRAP-26: one sale after the other. No key update: sales of other tiers hold the key already.
        perform from event_sections e
        where e.event_id = v_place.event_id and e.section_id = v_place.section_id
        for no key update;
        select coalesce(e.custom_capacity, s.capacity) into v_capacity
        from event_sections e
        join sections s on s.id = e.section_id
        where e.event_id = v_place.event_id and e.section_id = v_place.section_id;
        select count(*) into v_sold
        from tickets t
        where t.event_id = v_place.event_id and t.section_id = v_place.section_id and t.status in ('VALID', 'USED');
        if v_sold > v_capacity then
            raise check_violation using
                message = format('section %s takes %s people at event %s, not %s',
                                 v_place.section_id, v_capacity, v_place.event_id, v_sold),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end loop;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.general_admission_guard() IS 'Trigger: refuses (23514) tickets that take a section for general admission above what it holds at the event.';

CREATE OR REPLACE FUNCTION public.hold_needs_free_seat()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- SE-INV-14. No key update: tickets and holds that are being written hold the seat's key already.
    perform from seats s where s.id = new.seat_id for no key update;
    perform from tickets t
    where t.event_id = new.event_id and t.seat_id = new.seat_id and t.status in ('VALID', 'USED');
    if found then
        raise unique_violation using
            message = format('seat %s is sold for event %s', new.seat_id, new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.hold_needs_free_seat() IS 'Trigger: refuses (23505) to hold a seat that is sold.';

CREATE OR REPLACE FUNCTION public.order_matches_tickets()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order_id constant uuid := to_jsonb(new) ->> tg_argv[0];
    v_is_paid boolean;
    v_total numeric;
    v_tickets bigint;
    v_price numeric;
begin
    -- SE-INV-09, SE-INV-10. Locked: two transactions that each add a ticket would each see their own.
    select o.is_paid, o.total_amount into v_is_paid, v_total from orders o where o.id = v_order_id for no key update;
    if not v_is_paid then
        return null;
    end if;
    select count(*), coalesce(sum(p.price), 0) into v_tickets, v_price
    from tickets t
    join ticket_tiers p on p.id = t.ticket_tier_id
    where t.order_id = v_order_id;
    if v_tickets = 0 then
        raise check_violation using
            message = format('order %s is paid, and has no tickets', v_order_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    -- An order that comes in paid, from elsewhere, may have cost more than its tickets; never less.
    if v_price > v_total or (v_price < v_total and tg_op = 'UPDATE') then
        raise check_violation using
            message = format('order %s costs %s, and its tickets %s', v_order_id, v_total, v_price),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.order_matches_tickets() IS 'Trigger: refuses (23514) a paid order without tickets, and a total that is not theirs. Argument: the column that holds the order''s key.';

CREATE OR REPLACE FUNCTION public.section_capacity_fits()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_event record;
    v_sold bigint;
begin
    -- SE-INV-21 from the other side. Locked in one order, and before counting: sales hold the same rows.
    for v_event in
        select e.event_id, e.custom_capacity
        from event_sections e
        where e.section_id = new.id
        order by e.event_id
        for no key update
    loop
        select count(*) into v_sold
        from tickets t
        where t.event_id = v_event.event_id and t.section_id = new.id and t.status in ('VALID', 'USED')
            and new.type = 'GENERAL' and v_event.custom_capacity is null;
        if greatest(v_event.custom_capacity, v_sold) > new.capacity then
            raise check_violation using
                message = format('section %s needs to hold %s people at event %s',
                                 new.id, greatest(v_event.custom_capacity, v_sold), v_event.event_id),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end loop;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.section_capacity_fits() IS 'Trigger: refuses (23514) a capacity of a section below what one of its events was promised or has sold.';

CREATE OR REPLACE FUNCTION public.start_payment(p_order_id uuid, p_stripe_payment_intent_id text, p_hold interval DEFAULT '00:15:00'::interval)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_intent_id uuid;
begin
    perform require_own_order(p_order_id);
    perform require_pending(p_order_id);
    -- The places are the order's until the payment is through, or it is told now that they are not (SE-INV-14).
    update orders o set expires_at = greatest(o.expires_at, clock_timestamp() + p_hold) where o.id = p_order_id;
    perform claim_places(p_order_id);
    update payment_intents p set status = 'CANCELLED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    insert into payment_intents (order_id, stripe_payment_intent_id, amount, currency)
    select o.id, p_stripe_payment_intent_id, o.total_amount, o.currency
    from orders o
    where o.id = p_order_id
    returning id into v_intent_id;
    return v_intent_id;
end;
$function$;

COMMENT ON FUNCTION public.start_payment(uuid, text, interval) IS 'Claims the places of one''s own pending order once more, for so long, and notes the payment intent that may now be paid. An earlier open one is cancelled.';

REVOKE ALL ON FUNCTION public.start_payment(uuid, text, interval) FROM PUBLIC;

GRANT ALL ON FUNCTION public.start_payment(uuid, text, interval) TO seat_app;

CREATE TRIGGER event_sections_custom_capacity_fits AFTER INSERT OR UPDATE OF event_id, section_id, custom_capacity ON public.event_sections FOR EACH ROW EXECUTE FUNCTION public.custom_capacity_fits();

CREATE CONSTRAINT TRIGGER orders_match_tickets AFTER INSERT OR UPDATE OF status, total_amount ON public.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.order_matches_tickets('id');

CREATE TRIGGER seat_locks_need_free_seat BEFORE INSERT OR UPDATE OF event_id, seat_id, order_id ON public.seat_locks FOR EACH ROW EXECUTE FUNCTION public.hold_needs_free_seat();

CREATE TRIGGER sections_capacity_fits BEFORE UPDATE OF capacity ON public.sections FOR EACH ROW WHEN ((new.capacity < old.capacity)) EXECUTE FUNCTION public.section_capacity_fits();

ALTER TABLE public.ticket_validations ADD CONSTRAINT ticket_validations_ticket_fkey FOREIGN KEY (ticket_id, organization_id) REFERENCES public.tickets(id, organization_id) ON DELETE RESTRICT;

ALTER TABLE public.tickets ADD CONSTRAINT tickets_order_fkey FOREIGN KEY (order_id, event_id, organization_id, order_is_paid) REFERENCES public.orders(id, event_id, organization_id, is_paid) ON DELETE RESTRICT;

ALTER TABLE public.tickets ADD CONSTRAINT tickets_seat_fkey FOREIGN KEY (seat_id, section_id, organization_id) REFERENCES public.seats(id, section_id, organization_id) ON DELETE RESTRICT;

ALTER TABLE public.tickets ADD CONSTRAINT tickets_tier_fkey FOREIGN KEY (ticket_tier_id, event_id, section_id, organization_id) REFERENCES public.ticket_tiers(id, event_id, section_id, organization_id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_tickets_live_seat ON public.tickets USING btree (event_id, seat_id) WHERE (status = ANY (ARRAY['VALID'::text, 'USED'::text]));

CREATE INDEX idx_tickets_order ON public.tickets USING btree (order_id);

CREATE UNIQUE INDEX idx_tickets_qr_hash ON public.tickets USING btree (qr_code_hash);

CREATE INDEX idx_tickets_scanned_by ON public.tickets USING btree (scanned_by);

CREATE INDEX idx_tickets_seat ON public.tickets USING btree (seat_id);

CREATE INDEX idx_tickets_section ON public.tickets USING btree (event_id, section_id, status);

CREATE INDEX idx_tickets_status_event ON public.tickets USING btree (event_id, status) WHERE (status = ANY (ARRAY['VALID'::text, 'USED'::text]));

CREATE INDEX idx_tickets_tier ON public.tickets USING btree (ticket_tier_id);

CREATE TRIGGER tickets_are_kept BEFORE DELETE ON public.tickets FOR EACH ROW EXECUTE FUNCTION public.forbid_change('tickets are cancelled, not deleted');

CREATE TRIGGER tickets_forbid_created_at_change BEFORE UPDATE ON public.tickets FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER tickets_general_admission_guard AFTER INSERT ON public.tickets REFERENCING NEW TABLE AS new_tickets FOR EACH STATEMENT EXECUTE FUNCTION public.general_admission_guard();

CREATE TRIGGER tickets_keep_their_place BEFORE UPDATE OF order_id, event_id, section_id, ticket_tier_id, seat_id ON public.tickets FOR EACH ROW WHEN (((old.order_id IS DISTINCT FROM new.order_id) OR (old.event_id IS DISTINCT FROM new.event_id) OR (old.section_id IS DISTINCT FROM new.section_id) OR (old.ticket_tier_id IS DISTINCT FROM new.ticket_tier_id) OR (old.seat_id IS DISTINCT FROM new.seat_id))) EXECUTE FUNCTION public.forbid_change('what it was issued for stays; cancel it, and issue another');

CREATE CONSTRAINT TRIGGER tickets_match_order AFTER INSERT ON public.tickets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.order_matches_tickets('order_id');

CREATE TRIGGER tickets_respect_holds BEFORE INSERT ON public.tickets FOR EACH ROW WHEN (((new.seat_id IS NOT NULL) AND (new.status = ANY (ARRAY['VALID'::text, 'USED'::text])))) EXECUTE FUNCTION public.ticket_respects_holds();

CREATE TRIGGER tickets_seat_matches_section_type BEFORE INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION public.ticket_seat_matches_section_type();

CREATE TRIGGER tickets_set_updated_at BEFORE UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER tickets_status_guard BEFORE UPDATE OF status ON public.tickets FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.enforce_status_transition('VALID>USED', 'VALID>CANCELLED', 'VALID>REFUNDED');

CREATE POLICY tickets_jobs ON public.tickets TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY tickets_own ON public.tickets FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (order_id IN ( SELECT o.id
   FROM public.orders o))));

COMMENT ON COLUMN public.tickets.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.tickets.event_id IS 'Event of the order and of the tier.';

COMMENT ON COLUMN public.tickets.id IS 'Key of the ticket.';

COMMENT ON COLUMN public.tickets.order_id IS 'The order that paid for it.';

COMMENT ON COLUMN public.tickets.order_is_paid IS 'Always true: the order is one that was paid.';

COMMENT ON COLUMN public.tickets.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.tickets.qr_code_hash IS 'SHA-256 of the text in the QR code, 64 hexadecimal digits in small letters; unique. The text itself is not kept.';

COMMENT ON COLUMN public.tickets.scanned_at IS 'When the gate let it in; null unless USED.';

COMMENT ON COLUMN public.tickets.scanned_by IS 'Whose account did; null unless USED, or where that is not known.';

COMMENT ON COLUMN public.tickets.seat_id IS 'The seat in a NUMBERED section; null in a GENERAL one.';

COMMENT ON COLUMN public.tickets.section_id IS 'Section of the tier and of the seat.';

COMMENT ON COLUMN public.tickets.status IS 'VALID, then USED, CANCELLED or REFUNDED; each of them for good.';

COMMENT ON COLUMN public.tickets.ticket_tier_id IS 'The tier that it was sold from.';

COMMENT ON COLUMN public.tickets.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.tickets IS 'One row per ticket issued, in the transaction in which its order was paid.';

GRANT SELECT ON TABLE public.tickets TO seat_app;

GRANT SELECT ON TABLE public.tickets TO seat_jobs;

GRANT SELECT ON TABLE public.tickets TO seat_staff;

CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email character varying(320) NOT NULL,
    full_name character varying(255) NOT NULL,
    password_hash text,
    phone_number character varying(32),
    role text DEFAULT 'USER'::text NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_shape CHECK (((email)::text ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)),
    CONSTRAINT users_full_name_not_blank CHECK ((btrim((full_name)::text) <> ''::text)),
    CONSTRAINT users_password_hash_not_blank CHECK (((password_hash IS NULL) OR (btrim(password_hash) <> ''::text))),
    CONSTRAINT users_phone_number_not_blank CHECK (((phone_number IS NULL) OR (btrim((phone_number)::text) <> ''::text))),
    CONSTRAINT users_role_known CHECK ((role = ANY (ARRAY['USER'::text, 'SUPPORT'::text]))),
    CONSTRAINT users_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.is_staff()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select exists (
        select from organization_members m
        join organizations o on o.id = m.organization_id
        join users u on u.id = m.user_id
        where m.organization_id = current_org_id() and m.user_id = current_app_user_id()
            and not o.deleted and not u.deleted
    );
$function$;

CREATE OR REPLACE FUNCTION public.cancel_ticket(p_ticket_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if not is_staff() then
        raise insufficient_privilege using message = 'tickets are cancelled by the organisation''s staff';
    end if;
    update tickets t set status = 'CANCELLED'
    where t.id = p_ticket_id and t.organization_id = current_org_id() and t.status = 'VALID';
    return found;
end;
$function$;

COMMENT ON FUNCTION public.cancel_ticket(uuid) IS 'Cancels a valid ticket of one''s organisation; its place is free again. Returns whether there was one.';

REVOKE ALL ON FUNCTION public.cancel_ticket(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.cancel_ticket(uuid) TO seat_staff;

CREATE OR REPLACE FUNCTION public.is_manager()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select is_staff() and exists (
        select from organization_members m
        where m.organization_id = current_org_id() and m.user_id = current_app_user_id() and m.role in ('OWNER', 'ADMIN')
    );
$function$;

COMMENT ON FUNCTION public.is_manager() IS 'Whether that account may change what the organisation offers: its owners and administrators may.';

COMMENT ON FUNCTION public.is_staff() IS 'Whether the account that the session acts for works for the organisation that it acts for.';

CREATE OR REPLACE FUNCTION public.refund_order(p_order_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_status text;
    v_tickets integer;
begin
    if not is_manager() then
        raise insufficient_privilege using message = 'orders are refunded by owners and administrators';
    end if;
    select o.status into v_status from orders o
    where o.id = p_order_id and o.organization_id = current_org_id()
    for no key update;
    if v_status is null then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    elsif v_status <> 'PAID' then
        raise check_violation using message = format('order %s is %s', p_order_id, v_status);
    end if;
    update tickets t set status = 'REFUNDED' where t.order_id = p_order_id and t.status = 'VALID';
    get diagnostics v_tickets = row_count;
    update orders o set status = 'REFUNDED' where o.id = p_order_id;
    return v_tickets;
end;
$function$;

COMMENT ON FUNCTION public.refund_order(uuid) IS 'Refunds a paid order of one''s organisation with its valid tickets, whose places are free again. Returns how many; used tickets stay used.';

REVOKE ALL ON FUNCTION public.refund_order(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.refund_order(uuid) TO seat_staff;

CREATE POLICY event_sections_manage ON public.event_sections TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY event_sections_staff ON public.event_sections FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (event_id IN ( SELECT e.id
   FROM public.events e)) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

CREATE POLICY events_manage ON public.events TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY order_items_staff ON public.order_items FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE POLICY orders_staff ON public.orders FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

ALTER TABLE public.organization_members ADD CONSTRAINT organization_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE POLICY organization_members_manage ON public.organization_members TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY organization_members_staff ON public.organization_members FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

CREATE POLICY organizations_manage ON public.organizations FOR UPDATE TO seat_staff USING (((id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager) AND (NOT deleted))) WITH CHECK (((id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager) AND (NOT deleted)));

CREATE POLICY organizations_staff ON public.organizations FOR SELECT TO seat_staff USING (((id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted)));

CREATE POLICY seat_locks_staff ON public.seat_locks FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

CREATE POLICY seats_manage ON public.seats TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY seats_staff ON public.seats FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

CREATE POLICY sections_manage ON public.sections TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY ticket_tiers_manage ON public.ticket_tiers TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY ticket_tiers_staff ON public.ticket_tiers FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted) AND (event_id IN ( SELECT e.id
   FROM public.events e)) AND (section_id IN ( SELECT s.id
   FROM public.sections s))));

ALTER TABLE public.ticket_validations ADD CONSTRAINT ticket_validations_validated_by_fkey FOREIGN KEY (validated_by) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE POLICY ticket_validations_staff ON public.ticket_validations FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

ALTER TABLE public.tickets ADD CONSTRAINT tickets_scanned_by_fkey FOREIGN KEY (scanned_by) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE POLICY tickets_staff ON public.tickets FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));

CREATE UNIQUE INDEX idx_users_email ON public.users USING btree (lower((email)::text)) WHERE (NOT deleted);

CREATE TRIGGER users_forbid_created_at_change BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY users_jobs ON public.users TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY users_own ON public.users FOR SELECT TO seat_app, seat_staff USING (((id = ( SELECT public.current_app_user_id() AS current_app_user_id)) AND (NOT deleted)));

CREATE POLICY users_staff ON public.users FOR SELECT TO seat_staff USING (((NOT deleted) AND ((id IN ( SELECT o.user_id
   FROM public.orders o)) OR (id IN ( SELECT m.user_id
   FROM public.organization_members m)))));

COMMENT ON COLUMN public.users.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.users.deleted IS 'Whether the account is closed.';

COMMENT ON COLUMN public.users.email IS 'Address for login and mail; unique among live accounts, whatever the case.';

COMMENT ON COLUMN public.users.full_name IS 'Name shown at the gate; not blank.';

COMMENT ON COLUMN public.users.id IS 'Key of the account.';

COMMENT ON COLUMN public.users.password_hash IS 'Argon2 or bcrypt hash in its printed form; null where the account logs in elsewhere.';

COMMENT ON COLUMN public.users.phone_number IS 'Telephone number as typed; null where not told.';

COMMENT ON COLUMN public.users.role IS 'USER, or SUPPORT for people of the platform itself; what somebody may do for an organisation stands in organization_members.';

COMMENT ON COLUMN public.users.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.users IS 'One row per account; the same person buys from several organisations with it.';

GRANT SELECT (created_at) ON TABLE public.users TO seat_app;

GRANT SELECT (deleted) ON TABLE public.users TO seat_app;

GRANT SELECT (email) ON TABLE public.users TO seat_app;

GRANT SELECT (full_name) ON TABLE public.users TO seat_app;

GRANT SELECT (id) ON TABLE public.users TO seat_app;

GRANT SELECT (phone_number) ON TABLE public.users TO seat_app;

GRANT SELECT (role) ON TABLE public.users TO seat_app;

GRANT SELECT (updated_at) ON TABLE public.users TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.users TO seat_jobs;

GRANT SELECT (created_at) ON TABLE public.users TO seat_staff;

GRANT SELECT (deleted) ON TABLE public.users TO seat_staff;

GRANT SELECT (email) ON TABLE public.users TO seat_staff;

GRANT SELECT (full_name) ON TABLE public.users TO seat_staff;

GRANT SELECT (id) ON TABLE public.users TO seat_staff;

GRANT SELECT (phone_number) ON TABLE public.users TO seat_staff;

GRANT SELECT (role) ON TABLE public.users TO seat_staff;

GRANT SELECT (updated_at) ON TABLE public.users TO seat_staff;

CREATE TABLE public.venues (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name character varying(255) NOT NULL,
    address text,
    city character varying(120),
    country character(2),
    timezone text DEFAULT 'UTC'::text NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT venues_pkey PRIMARY KEY (id),
    CONSTRAINT venues_id_organization_id_key UNIQUE (id, organization_id),
    CONSTRAINT venues_address_not_blank CHECK (((address IS NULL) OR (btrim(address) <> ''::text))),
    CONSTRAINT venues_city_not_blank CHECK (((city IS NULL) OR (btrim((city)::text) <> ''::text))),
    CONSTRAINT venues_country_shape CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT venues_name_not_blank CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT venues_timezone_shape CHECK ((timezone ~ '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$'::text)),
    CONSTRAINT venues_updated_after_created CHECK ((updated_at >= created_at))
);

ALTER TABLE public.venues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.venues FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.place_order(p_event_id uuid, p_items jsonb, p_platform_fee numeric DEFAULT 0, p_hold interval DEFAULT '00:10:00'::interval)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_organization_id constant uuid := current_org_id();
    v_user_id constant uuid := current_app_user_id();
    v_order_id constant uuid := gen_random_uuid();
    v_lines bigint;
    v_found bigint;
    v_total numeric;
begin
    if v_organization_id is null or v_user_id is null then
        raise insufficient_privilege using
            message = 'an order is placed for an organisation and by an account',
            hint = 'Set app.org_id and app.user_id in the transaction.';
    end if;
    perform from events e
    join venues v on v.id = e.venue_id
    join organizations o on o.id = e.organization_id
    where e.id = p_event_id and e.organization_id = v_organization_id and e.status = 'PUBLISHED'
        and not e.deleted and not v.deleted and not o.deleted and o.status = 'ACTIVE';
    if not found then
        raise check_violation using message = format('event %s is not on sale', p_event_id);
    end if;
    select count(*), count(t.id), coalesce(sum(t.price), 0) into v_lines, v_found, v_total
    from order_lines(p_items) l
    left join (
        ticket_tiers t
        join event_sections e on e.event_id = t.event_id and e.section_id = t.section_id and e.is_active
        join sections s on s.id = t.section_id and not s.deleted
    ) on t.id = l.ticket_tier_id and t.event_id = p_event_id
        and tier_is_on_sale(t.is_active and not t.deleted, t.sale_start_time, t.sale_end_time, clock_timestamp());
    if v_lines = 0 or v_found <> v_lines then
        raise check_violation using
            message = format('%s of %s tickets that are wanted are not on sale for event %s',
                             v_lines - v_found, v_lines, p_event_id);
    end if;
    insert into orders (id, organization_id, user_id, event_id, total_amount, platform_fee, net_amount, expires_at)
    values (v_order_id, v_organization_id, v_user_id, p_event_id, v_total, p_platform_fee, v_total - p_platform_fee,
            clock_timestamp() + p_hold);
    insert into order_items (organization_id, order_id, event_id, section_id, ticket_tier_id, seat_id, price)
    select v_organization_id, v_order_id, p_event_id, t.section_id, t.id, l.seat_id, t.price
    from order_lines(p_items) l
    join ticket_tiers t on t.id = l.ticket_tier_id;
    perform claim_places(v_order_id);
    return v_order_id;
end;
$function$;

COMMENT ON FUNCTION public.place_order(uuid, jsonb, numeric, interval) IS 'Makes a pending order of app.user_id for an event of app.org_id, and claims its places for so long. Items as order_lines() reads them. Refused: 23514 not on sale or sold out, 23505 seat taken.';

REVOKE ALL ON FUNCTION public.place_order(uuid, jsonb, numeric, interval) FROM PUBLIC;

GRANT ALL ON FUNCTION public.place_order(uuid, jsonb, numeric, interval) TO seat_app;

CREATE OR REPLACE FUNCTION public.validate_ticket(p_qr_code_hash text, p_event_id uuid, p_staff_id uuid, p_device_id text DEFAULT NULL::text)
 RETURNS TABLE(result text, ticket_id uuid, ticket_status text, scanned_at timestamp with time zone, event_title text, start_time timestamp with time zone, attendee text, row_label text, number_label text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_ticket tickets;
begin
    if p_staff_id is distinct from current_app_user_id() or not is_staff() then
        raise insufficient_privilege using
            message = 'tickets are validated by the organisation''s staff',
            hint = 'Set app.org_id and app.user_id in the transaction.';
    end if;
    select e.title, e.start_time into event_title, start_time
    from events e
    join venues v on v.id = e.venue_id
    where e.id = p_event_id and e.organization_id = current_org_id() and not e.deleted and not v.deleted;
    if not found then
        raise no_data_found using message = format('there is no event %s', p_event_id);
    end if;
    -- The ticket's row alone is locked (SE-INV-12, SE-TRAP-11); who waited sees what the other scan left (SE-INV-11).
    select * into v_ticket
    from tickets t
    where t.qr_code_hash = p_qr_code_hash and t.organization_id = current_org_id()
    for no key update of t;
    result := case
        when v_ticket.id is null then 'INVALID'
        when v_ticket.event_id <> p_event_id then 'INVALID'
        when v_ticket.status = 'USED' then 'ALREADY_USED'
        when v_ticket.status = 'VALID' then 'ACCEPTED'
        else 'INVALID'
    end;
    if result = 'ACCEPTED' then
        update tickets t set status = 'USED', scanned_at = clock_timestamp(), scanned_by = p_staff_id
        where t.id = v_ticket.id
        returning t.* into v_ticket;
    end if;
    -- Nothing is raised: the log of a refused scan is to stay (SE-INV-22).
    insert into ticket_validations (organization_id, ticket_id, event_id, qr_code_hash, validated_by, device_id, result)
    values (current_org_id(), v_ticket.id, p_event_id, left(p_qr_code_hash, 200), p_staff_id, p_device_id, result);
    ticket_id := v_ticket.id;
    ticket_status := v_ticket.status;
    scanned_at := v_ticket.scanned_at;
    select u.full_name into attendee from orders o join users u on u.id = o.user_id where o.id = v_ticket.order_id;
    select s.row_label, s.number_label into row_label, number_label from seats s where s.id = v_ticket.seat_id;
    return next;
end;
$function$;

COMMENT ON FUNCTION public.validate_ticket(text, uuid, uuid, text) IS 'Lets the holder of a valid ticket in, once, at the event of the gate. Always returns one row: ACCEPTED, ALREADY_USED or INVALID with what is known of the ticket; each call is logged.';

REVOKE ALL ON FUNCTION public.validate_ticket(text, uuid, uuid, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.validate_ticket(text, uuid, uuid, text) TO seat_staff;

ALTER TABLE public.events ADD CONSTRAINT events_venue_fkey FOREIGN KEY (venue_id, organization_id) REFERENCES public.venues(id, organization_id) ON DELETE RESTRICT;

CREATE POLICY events_staff ON public.events FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted) AND (venue_id IN ( SELECT v.id
   FROM public.venues v))));

CREATE POLICY events_storefront ON public.events FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (status <> 'DRAFT'::text) AND (venue_id IN ( SELECT v.id
   FROM public.venues v))));

ALTER TABLE public.sections ADD CONSTRAINT sections_venue_fkey FOREIGN KEY (venue_id, organization_id) REFERENCES public.venues(id, organization_id) ON DELETE RESTRICT;

CREATE POLICY sections_staff ON public.sections FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted) AND (venue_id IN ( SELECT v.id
   FROM public.venues v))));

CREATE POLICY sections_storefront ON public.sections FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (venue_id IN ( SELECT v.id
   FROM public.venues v))));

ALTER TABLE public.venues ADD CONSTRAINT venues_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX idx_venues_name ON public.venues USING btree (organization_id, name) WHERE (NOT deleted);

CREATE INDEX idx_venues_organization ON public.venues USING btree (organization_id);

CREATE TRIGGER venues_forbid_created_at_change BEFORE UPDATE ON public.venues FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER venues_set_updated_at BEFORE UPDATE ON public.venues FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY venues_jobs ON public.venues TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY venues_manage ON public.venues TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager))) WITH CHECK (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_manager() AS is_manager)));

CREATE POLICY venues_staff ON public.venues FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff) AND (NOT deleted) AND (EXISTS ( SELECT
   FROM public.organizations o
  WHERE (o.id = venues.organization_id)))));

CREATE POLICY venues_storefront ON public.venues FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (NOT deleted) AND (EXISTS ( SELECT
   FROM public.organizations o
  WHERE (o.id = venues.organization_id)))));

COMMENT ON COLUMN public.venues.address IS 'Street and number as printed; null where not told.';

COMMENT ON COLUMN public.venues.city IS 'Town; null where not told.';

COMMENT ON COLUMN public.venues.country IS 'ISO 3166 code of the country, two capital letters; null where not told.';

COMMENT ON COLUMN public.venues.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.venues.deleted IS 'Whether it is gone for buyers, and all that hangs on it too.';

COMMENT ON COLUMN public.venues.id IS 'Key of the venue.';

COMMENT ON COLUMN public.venues.name IS 'Name; not blank, unique among the organisation''s live venues.';

COMMENT ON COLUMN public.venues.organization_id IS 'The organisation that it belongs to.';

COMMENT ON COLUMN public.venues.timezone IS 'IANA name of the time zone that the venue''s clocks show.';

COMMENT ON COLUMN public.venues.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.venues IS 'One row per venue of an organisation.';

GRANT SELECT ON TABLE public.venues TO seat_app;

GRANT INSERT, SELECT, UPDATE ON TABLE public.venues TO seat_jobs;

GRANT INSERT, SELECT, UPDATE ON TABLE public.venues TO seat_staff;

CREATE VIEW public.free_seats WITH (security_barrier = true) AS
 SELECT e.event_id,
    e.section_id,
    s.id AS seat_id,
    s.row_label,
    s.number_label,
    s.seat_number_sort,
    s.x_position,
    s.y_position,
    s.is_accessible
   FROM (((((public.event_sections e
     JOIN public.events v ON (((v.id = e.event_id) AND (v.status = 'PUBLISHED'::text) AND (NOT v.deleted))))
     JOIN public.venues p ON (((p.id = e.venue_id) AND (NOT p.deleted))))
     JOIN public.organizations o ON (((o.id = e.organization_id) AND (o.status = 'ACTIVE'::text) AND (NOT o.deleted))))
     JOIN public.sections c ON (((c.id = e.section_id) AND (NOT c.deleted))))
     JOIN public.seats s ON (((s.section_id = e.section_id) AND (s.deleted = false))))
  WHERE ((e.organization_id = public.current_org_id()) AND e.is_active AND (NOT (EXISTS ( SELECT
           FROM public.tickets t
          WHERE ((t.event_id = e.event_id) AND (t.seat_id = s.id) AND (t.status = ANY (ARRAY['VALID'::text, 'USED'::text])))))) AND (NOT (EXISTS ( SELECT
           FROM public.seat_locks h
          WHERE ((h.event_id = e.event_id) AND (h.seat_id = s.id) AND (h.expires_at > now()))))));

COMMENT ON COLUMN public.free_seats.event_id IS 'The event.';

COMMENT ON COLUMN public.free_seats.is_accessible IS 'Whether a wheelchair can get there.';

COMMENT ON COLUMN public.free_seats.number_label IS 'Number within the row as printed.';

COMMENT ON COLUMN public.free_seats.row_label IS 'Row as printed.';

COMMENT ON COLUMN public.free_seats.seat_id IS 'The seat.';

COMMENT ON COLUMN public.free_seats.seat_number_sort IS 'The digits of number_label as a number; null where there are none.';

COMMENT ON COLUMN public.free_seats.section_id IS 'The section.';

COMMENT ON COLUMN public.free_seats.x_position IS 'Place on the plan, from its left edge.';

COMMENT ON COLUMN public.free_seats.y_position IS 'Place on the plan, from its upper edge.';

COMMENT ON VIEW public.free_seats IS 'One row per live seat of app.org_id that can be bought for a published event: neither sold nor held, in a section that is open.';

GRANT SELECT ON TABLE public.free_seats TO seat_app;

GRANT SELECT ON TABLE public.free_seats TO seat_staff;

CREATE MATERIALIZED VIEW public.event_stats AS
 WITH order_totals AS (
         SELECT o_1.event_id,
            count(*) AS orders,
            sum(o_1.total_amount) AS gross,
            sum(o_1.platform_fee) AS fees,
            sum(o_1.net_amount) AS net
           FROM public.orders o_1
          WHERE (o_1.status = 'PAID'::text)
          GROUP BY o_1.event_id
        ), ticket_totals AS (
         SELECT t_1.event_id,
            count(*) AS tickets
           FROM public.tickets t_1
          WHERE (t_1.status = ANY (ARRAY['VALID'::text, 'USED'::text]))
          GROUP BY t_1.event_id
        )
 SELECT e.id AS event_id,
    e.organization_id,
    e.title,
    e.start_time,
    COALESCE(o.orders, (0)::bigint) AS total_orders,
    COALESCE(t.tickets, (0)::bigint) AS tickets_sold,
    COALESCE(o.gross, (0)::numeric) AS gross_revenue,
    COALESCE(o.fees, (0)::numeric) AS platform_fees,
    COALESCE(o.net, (0)::numeric) AS net_revenue,
    now() AS refreshed_at
   FROM ((((public.events e
     JOIN public.venues v ON (((v.id = e.venue_id) AND (NOT v.deleted))))
     JOIN public.organizations g ON (((g.id = e.organization_id) AND (NOT g.deleted))))
     LEFT JOIN order_totals o ON ((o.event_id = e.id)))
     LEFT JOIN ticket_totals t ON ((t.event_id = e.id)))
  WHERE (NOT e.deleted);

CREATE OR REPLACE FUNCTION public.refresh_event_stats()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_event_stats')) then
        return false;
    end if;
    refresh materialized view concurrently event_stats;
    return true;
end;
$function$;

COMMENT ON FUNCTION public.refresh_event_stats() IS 'Brings event_stats up to date beside its readers. Call it daily, or when somebody asks. Returns false where another call is at it.';

REVOKE ALL ON FUNCTION public.refresh_event_stats() FROM PUBLIC;

GRANT ALL ON FUNCTION public.refresh_event_stats() TO seat_jobs;

CREATE VIEW public.organization_event_stats WITH (security_barrier = true) AS
 SELECT event_id,
    title,
    start_time,
    total_orders,
    tickets_sold,
    gross_revenue,
    platform_fees,
    net_revenue,
    refreshed_at
   FROM public.event_stats s
  WHERE ((organization_id = public.current_org_id()) AND ( SELECT public.is_staff() AS is_staff));

COMMENT ON COLUMN public.organization_event_stats.event_id IS 'The event.';

COMMENT ON COLUMN public.organization_event_stats.gross_revenue IS 'Sum of those orders'' totals.';

COMMENT ON COLUMN public.organization_event_stats.net_revenue IS 'The organisation''s part of it.';

COMMENT ON COLUMN public.organization_event_stats.platform_fees IS 'Our fees within it.';

COMMENT ON COLUMN public.organization_event_stats.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.organization_event_stats.start_time IS 'When it begins.';

COMMENT ON COLUMN public.organization_event_stats.tickets_sold IS 'Tickets that are VALID or USED.';

COMMENT ON COLUMN public.organization_event_stats.title IS 'Its name.';

COMMENT ON COLUMN public.organization_event_stats.total_orders IS 'Orders that are PAID.';

COMMENT ON VIEW public.organization_event_stats IS 'The rows of event_stats that are app.org_id''s, for those who work there.';

GRANT SELECT ON TABLE public.organization_event_stats TO seat_staff;

CREATE UNIQUE INDEX idx_event_stats_event ON public.event_stats USING btree (event_id);

COMMENT ON COLUMN public.event_stats.event_id IS 'The event.';

COMMENT ON COLUMN public.event_stats.gross_revenue IS 'Sum of those orders'' totals.';

COMMENT ON COLUMN public.event_stats.net_revenue IS 'The organisation''s part of it.';

COMMENT ON COLUMN public.event_stats.organization_id IS 'Whose it is.';

COMMENT ON COLUMN public.event_stats.platform_fees IS 'Our fees within it.';

COMMENT ON COLUMN public.event_stats.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.event_stats.start_time IS 'When it begins.';

COMMENT ON COLUMN public.event_stats.tickets_sold IS 'Tickets that are VALID or USED.';

COMMENT ON COLUMN public.event_stats.title IS 'Its name.';

COMMENT ON COLUMN public.event_stats.total_orders IS 'Orders that are PAID.';

COMMENT ON MATERIALIZED VIEW public.event_stats IS 'One row per live event, as of the last refresh; zeros where nothing was sold. Of all organisations: tenants read organization_event_stats.';

GRANT SELECT ON TABLE public.event_stats TO seat_jobs;

CREATE MATERIALIZED VIEW public.section_availability AS
 WITH sold AS (
         SELECT t_1.event_id,
            t_1.section_id,
            count(*) AS tickets
           FROM public.tickets t_1
          WHERE (t_1.status = ANY (ARRAY['VALID'::text, 'USED'::text]))
          GROUP BY t_1.event_id, t_1.section_id
        )
 SELECT e.event_id,
    e.section_id,
    e.organization_id,
    e.venue_id,
    s.name AS section_name,
    s.type AS section_type,
    COALESCE(e.custom_capacity, s.capacity) AS effective_capacity,
    COALESCE(t.tickets, (0)::bigint) AS sold,
    (COALESCE(e.custom_capacity, s.capacity) - COALESCE(t.tickets, (0)::bigint)) AS available,
    now() AS refreshed_at
   FROM (((((public.event_sections e
     JOIN public.events v ON (((v.id = e.event_id) AND (NOT v.deleted))))
     JOIN public.sections s ON (((s.id = e.section_id) AND (NOT s.deleted))))
     JOIN public.venues p ON (((p.id = e.venue_id) AND (NOT p.deleted))))
     JOIN public.organizations o ON (((o.id = e.organization_id) AND (NOT o.deleted))))
     LEFT JOIN sold t ON (((t.event_id = e.event_id) AND (t.section_id = e.section_id))))
  WHERE (e.is_active AND (s.type = 'GENERAL'::text));

CREATE OR REPLACE FUNCTION public.refresh_section_availability()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_section_availability')) then
        return false;
    end if;
    refresh materialized view concurrently section_availability;
    return true;
end;
$function$;

COMMENT ON FUNCTION public.refresh_section_availability() IS 'Brings section_availability up to date beside its readers. Call it after sales and every 5 minutes. Returns false where another call is at it.';

REVOKE ALL ON FUNCTION public.refresh_section_availability() FROM PUBLIC;

GRANT ALL ON FUNCTION public.refresh_section_availability() TO seat_jobs;

CREATE VIEW public.organization_section_availability WITH (security_barrier = true) AS
 SELECT event_id,
    section_id,
    venue_id,
    section_name,
    section_type,
    effective_capacity,
    sold,
    available,
    refreshed_at
   FROM public.section_availability a
  WHERE (organization_id = public.current_org_id());

COMMENT ON COLUMN public.organization_section_availability.available IS 'effective_capacity - sold, never below 0.';

COMMENT ON COLUMN public.organization_section_availability.effective_capacity IS 'People that the section takes at the event.';

COMMENT ON COLUMN public.organization_section_availability.event_id IS 'The event.';

COMMENT ON COLUMN public.organization_section_availability.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.organization_section_availability.section_id IS 'The section.';

COMMENT ON COLUMN public.organization_section_availability.section_name IS 'Name of the section.';

COMMENT ON COLUMN public.organization_section_availability.section_type IS 'GENERAL.';

COMMENT ON COLUMN public.organization_section_availability.sold IS 'Tickets that are VALID or USED.';

COMMENT ON COLUMN public.organization_section_availability.venue_id IS 'The venue of both.';

COMMENT ON VIEW public.organization_section_availability IS 'The rows of section_availability that are app.org_id''s.';

GRANT SELECT ON TABLE public.organization_section_availability TO seat_app;

GRANT SELECT ON TABLE public.organization_section_availability TO seat_staff;

CREATE UNIQUE INDEX idx_section_availability_section ON public.section_availability USING btree (event_id, section_id);

COMMENT ON COLUMN public.section_availability.available IS 'effective_capacity - sold, never below 0.';

COMMENT ON COLUMN public.section_availability.effective_capacity IS 'People that the section takes at the event.';

COMMENT ON COLUMN public.section_availability.event_id IS 'The event.';

COMMENT ON COLUMN public.section_availability.organization_id IS 'Whose they are.';

COMMENT ON COLUMN public.section_availability.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.section_availability.section_id IS 'The section.';

COMMENT ON COLUMN public.section_availability.section_name IS 'Name of the section.';

COMMENT ON COLUMN public.section_availability.section_type IS 'GENERAL.';

COMMENT ON COLUMN public.section_availability.sold IS 'Tickets that are VALID or USED.';

COMMENT ON COLUMN public.section_availability.venue_id IS 'The venue of both.';

COMMENT ON MATERIALIZED VIEW public.section_availability IS 'One row per section for general admission that is open for an event, as of the last refresh. Of all organisations: tenants read organization_section_availability.';

GRANT SELECT ON TABLE public.section_availability TO seat_jobs;
