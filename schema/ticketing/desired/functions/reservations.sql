-- Holding tickets for a while, and giving them back.

create function reserve_tickets(
    p_user_id uuid, p_tier_id uuid, p_quantity integer, p_hold interval default '10 minutes'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
    insert into ticket_reservations (tier_id, user_id, quantity, expires_at)
    values (p_tier_id, p_user_id, p_quantity, clock_timestamp() + p_hold)
    returning id into v_reservation_id;
    return v_reservation_id;
end;
$$;

comment on function reserve_tickets(uuid, uuid, integer, interval) is
    'Holds tickets of a tier for a buyer, 10 minutes unless told otherwise. Returns the reservation, or refuses with 23514.';

create function release_reservation(p_reservation_id uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_user_id uuid;
    v_tier_id uuid;
    v_quantity integer;
begin
    select r.user_id, r.tier_id into v_user_id, v_tier_id from ticket_reservations r where r.id = p_reservation_id;
    if not found then
        return false;
    end if;
    perform require_acting_user(v_user_id);
    -- The tier before its reservation, as everybody locks them.
    perform from ticket_tiers t where t.id = v_tier_id for no key update;
    update ticket_reservations set status = 'released'
    where id = p_reservation_id and status = 'active'
    returning quantity into v_quantity;
    if not found then
        return false;
    end if;
    update ticket_tiers set reserved = reserved - v_quantity where id = v_tier_id;
    return true;
end;
$$;

comment on function release_reservation(uuid) is 'Gives an active reservation back. Returns whether there was one.';

create function expire_reservations(p_now timestamptz default now()) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_tier record;
    v_expired integer := 0;
begin
    perform from ticket_tiers t
    where t.id in (select r.tier_id from ticket_reservations r where r.status = 'active' and r.expires_at <= p_now)
    order by t.id
    for no key update;
    for v_tier in
        with expired as (
            update ticket_reservations r set status = 'expired'
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
$$;

comment on function expire_reservations(timestamptz) is
    'Ends the reservations whose time is over at the given moment. Returns how many.';

revoke all on function reserve_tickets(uuid, uuid, integer, interval) from public;
revoke all on function release_reservation(uuid) from public;
revoke all on function expire_reservations(timestamptz) from public;
grant execute on function reserve_tickets(uuid, uuid, integer, interval) to ticket_app, ticket_admin;
grant execute on function release_reservation(uuid) to ticket_app, ticket_admin;
grant execute on function expire_reservations(timestamptz) to ticket_jobs, ticket_admin;
