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

revoke all on function reserve_tickets(uuid, uuid, integer, interval) from public;
grant execute on function reserve_tickets(uuid, uuid, integer, interval) to ticket_app, ticket_admin;
