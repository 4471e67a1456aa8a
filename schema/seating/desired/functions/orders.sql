-- Buying: an order with its places claimed, its payment begun, and what becomes of it.

create function order_lines(p_items jsonb) returns table (ticket_tier_id uuid, seat_id uuid)
language sql
immutable
set search_path = pg_catalog, public
begin atomic
    select (i.item ->> 'ticket_tier_id')::uuid, (i.item ->> 'seat_id')::uuid
    from jsonb_array_elements(p_items) as i (item)
    cross join generate_series(1, coalesce((i.item ->> 'quantity')::integer, 1));
end;

comment on function order_lines(jsonb) is
    'Reads [{"ticket_tier_id": uuid, "seat_id": uuid}, {"ticket_tier_id": uuid, "quantity": integer}, ...]; a row per ticket.';

-- Takes what a pending order wants, or says who was first. Called before there is anything to pay (SE-TRAP-27).
create function claim_places(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
        insert into seat_holds (organization_id, event_id, section_id, seat_id, order_id, expires_at)
        values (v_order.organization_id, v_order.event_id, v_item.section_id, v_item.seat_id, p_order_id, v_order.expires_at)
        on conflict (event_id, seat_id) do update set order_id = excluded.order_id, expires_at = excluded.expires_at
        where seat_holds.expires_at <= clock_timestamp() or seat_holds.order_id = excluded.order_id;
        if not found then
            raise unique_violation using
                message = format('seat %s is held for another order', v_item.seat_id),
                table = 'seat_holds',
                constraint = 'seat_holds_event_id_seat_id_key';
        end if;
    end loop;
end;
$$;

comment on function claim_places(uuid) is
    'Claims the places of a pending order until it expires: seats by holds (23505 where another has one), general admission by counting (23514).';

create function place_order(
    p_event_id uuid, p_items jsonb, p_platform_fee numeric default 0, p_hold interval default '10 minutes'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function place_order(uuid, jsonb, numeric, interval) is
    'Makes a pending order of app.user_id for an event of app.org_id, and claims its places for so long. Items as order_lines() reads them. Refused: 23514 not on sale or sold out, 23505 seat taken.';

create function require_own_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform from orders o
    where o.id = p_order_id and o.organization_id = current_org_id() and o.user_id = current_app_user_id()
    for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
end;
$$;

comment on function require_own_order(uuid) is
    'Locks an order of app.user_id at app.org_id; whoever else''s is refused (P0002) like one that is not there.';

create function require_pending(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function require_pending(uuid) is 'Locks an order; refused unless it is pending (23514) or where there is none (P0002).';

create function start_payment(
    p_order_id uuid, p_stripe_payment_intent_id text, p_hold interval default '15 minutes'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function start_payment(uuid, text, interval) is
    'Claims the places of one''s own pending order once more, for so long, and notes the payment intent that may now be paid. An earlier open one is cancelled.';

create function confirm_order(p_order_id uuid) returns table (ticket_id uuid, qr_code text)
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function confirm_order(uuid) is
    'Marks a pending order as paid, and issues its tickets. Returns each with the text of its QR code, of which only the hash is kept; nothing when told twice.';

create function fail_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_pending(p_order_id);
    update payment_intents p set status = 'FAILED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'FAILED' where o.id = p_order_id;
end;
$$;

comment on function fail_order(uuid) is 'Marks a pending order as failed; its places are free again.';

create function cancel_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_own_order(p_order_id);
    perform require_pending(p_order_id);
    update payment_intents p set status = 'CANCELLED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'CANCELLED' where o.id = p_order_id;
end;
$$;

comment on function cancel_order(uuid) is 'Cancels one''s own pending order; its places are free again.';

create function expire_orders(p_now timestamptz default now()) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function expire_orders(timestamptz) is 'Expires pending orders whose time is over; their places are free again. Returns how many.';

create function refund_order(p_order_id uuid) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function refund_order(uuid) is
    'Refunds a paid order of one''s organisation with its valid tickets, whose places are free again. Returns how many; used tickets stay used.';

create function cancel_ticket(p_ticket_id uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    if not is_staff() then
        raise insufficient_privilege using message = 'tickets are cancelled by the organisation''s staff';
    end if;
    update tickets t set status = 'CANCELLED'
    where t.id = p_ticket_id and t.organization_id = current_org_id() and t.status = 'VALID';
    return found;
end;
$$;

comment on function cancel_ticket(uuid) is
    'Cancels a valid ticket of one''s organisation; its place is free again. Returns whether there was one.';

revoke all on function claim_places(uuid), require_own_order(uuid), require_pending(uuid),
    place_order(uuid, jsonb, numeric, interval), start_payment(uuid, text, interval), confirm_order(uuid), fail_order(uuid),
    cancel_order(uuid), expire_orders(timestamptz), refund_order(uuid), cancel_ticket(uuid) from public;
grant execute on function place_order(uuid, jsonb, numeric, interval), start_payment(uuid, text, interval),
    cancel_order(uuid) to seat_app;
grant execute on function confirm_order(uuid), fail_order(uuid), expire_orders(timestamptz) to seat_jobs;
grant execute on function refund_order(uuid), cancel_ticket(uuid) to seat_staff;
