create function refunds_within_charges() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function refunds_within_charges() is
    'Trigger: refuses (23514) a refund that takes the refunds of an order above its charges.';
