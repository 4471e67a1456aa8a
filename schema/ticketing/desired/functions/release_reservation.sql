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

revoke all on function release_reservation(uuid) from public;
grant execute on function release_reservation(uuid) to ticket_app, ticket_admin;
