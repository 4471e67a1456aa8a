-- What holds an order and its tickets together.

create function order_matches_tickets() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function order_matches_tickets() is
    'Trigger: refuses (23514) a paid order without tickets, and a total that is not theirs. Argument: the column that holds the order''s key.';
