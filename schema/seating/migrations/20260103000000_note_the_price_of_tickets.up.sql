-- pgplumb: migration note_the_price_of_tickets
-- pgplumb: engine native: migra does not see a comment (comment on column public.tickets.price_snapshot)
-- pgplumb: before 005d295104f8966c04f0e9228c10f19ea30588a1597d024abc2f9a773d0d2916
-- pgplumb: after 53dd9f3e75396f6b2bd397c27d5431ea0530a61c246175aac00a59440109c2e1
-- pgplumb: hazard data_dependent: rows of table public.tickets may violate tickets_price_snapshot_not_negative
-- pgplumb: hazard table_scan: table public.tickets is read in full: every row must satisfy tickets_price_snapshot_not_negative
-- pgplumb: hazard blocks_reads: table public.tickets cannot be read or written while it is read in full

SET LOCAL check_function_bodies = off;

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
        insert into tickets (organization_id, order_id, event_id, section_id, ticket_tier_id, seat_id, price_snapshot, qr_code_hash)
        values (v_item.organization_id, v_item.order_id, v_item.event_id, v_item.section_id, v_item.ticket_tier_id,
                v_item.seat_id, v_item.price, encode(sha256(qr_code::bytea), 'hex'))
        returning id into ticket_id;
        return next;
    end loop;
end;
$function$;

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
    select count(*), coalesce(sum(t.price_snapshot), 0) into v_tickets, v_price
    from tickets t
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

ALTER TABLE public.tickets ADD COLUMN price_snapshot numeric(10,2);

ALTER TABLE public.tickets ADD CONSTRAINT tickets_price_snapshot_not_negative CHECK ((price_snapshot >= (0)::numeric));

COMMENT ON COLUMN public.tickets.price_snapshot IS 'What was paid for it, two decimals, whatever the tier costs later; null in tickets from before it was kept.';
