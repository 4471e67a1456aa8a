create function expire_orders(p_now timestamptz default now()) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function expire_orders(timestamptz) is
    'Ends the unpaid orders whose time is over at the given moment; their tickets go back on sale. Returns how many.';

revoke all on function expire_orders(timestamptz) from public;
grant execute on function expire_orders(timestamptz) to ticket_jobs, ticket_admin;
