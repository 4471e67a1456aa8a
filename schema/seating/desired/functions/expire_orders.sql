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

revoke all on function expire_orders(timestamptz) from public;
grant execute on function expire_orders(timestamptz) to seat_jobs;
