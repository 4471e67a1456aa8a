create function order_matches_items() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_row constant jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    v_order_id constant uuid := v_row ->> tg_argv[0];
    v_subtotal numeric;
    v_items numeric;
begin
    -- TK-INV-06. An order that is gone took its items along.
    select o.subtotal into v_subtotal from orders o where o.id = v_order_id;
    select coalesce(sum(i.line_total), 0) into v_items from order_items i where i.order_id = v_order_id;
    if v_subtotal <> v_items then
        raise check_violation using
            message = format('order %s has a subtotal of %s, and items of %s', v_order_id, v_subtotal, v_items),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$$;

comment on function order_matches_items() is
    'Trigger: refuses (23514) an order whose subtotal is not the sum of its items. Argument: the column that holds the order''s key.';
