-- What holds an order, its items, its tickets and its payments together.

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

create function cancel_tickets_of_order() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    update tickets set status = 'cancelled' where order_id = new.id and status = 'valid';
    return null;
end;
$$;

comment on function cancel_tickets_of_order() is 'Trigger: an order that is never paid cancels its tickets.';

create function release_cancelled_tickets() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_tier record;
begin
    -- TK-TRAP-32: a ticket that is given back is for sale again.
    for v_tier in
        select o.tier_id, count(*)::integer as given_back
        from old_tickets o
        join new_tickets n on n.id = o.id
        where o.status in ('valid', 'used') and n.status in ('cancelled', 'refunded')
        group by o.tier_id
        order by o.tier_id
    loop
        update ticket_tiers set sold = greatest(sold - v_tier.given_back, 0) where id = v_tier.tier_id;
    end loop;
    return null;
end;
$$;

comment on function release_cancelled_tickets() is
    'Trigger: lowers a tier''s sold by the tickets that a statement cancelled or refunded, never below 0.';

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
