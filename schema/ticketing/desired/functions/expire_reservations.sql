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

revoke all on function expire_reservations(timestamptz) from public;
grant execute on function expire_reservations(timestamptz) to ticket_jobs, ticket_admin;
