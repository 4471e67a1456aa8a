create function purchase_tickets(
    p_user_id uuid,
    p_event_id uuid,
    p_items jsonb,
    p_idempotency_key text default null,
    p_service_fee numeric default 0,
    p_tax numeric default 0
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_order_id uuid;
    v_subtotal numeric;
    v_now timestamptz;
    v_item record;
    v_held record;
    v_open integer;
    v_released integer;
begin
    perform require_acting_user(p_user_id);

    -- Two calls with one key run one after the other, so that the second finds the first one's order.
    if p_idempotency_key is not null then
        perform pg_advisory_xact_lock(hashtextextended(p_idempotency_key, 0));
        select o.id into v_order_id
        from orders o
        where o.idempotency_key = p_idempotency_key and o.user_id = p_user_id;
        if found then
            return v_order_id;
        end if;
    end if;

    perform from events e where e.id = p_event_id and e.status = 'published' and e.deleted_at is null;
    if not found then
        raise check_violation using message = format('event %s is not on sale', p_event_id);
    end if;

    -- TK-TRAP-24: everybody locks tiers in the order of their ids, and before any of their reservations.
    perform from ticket_tiers t
    where t.event_id = p_event_id and t.id in (select i.tier_id from purchase_items(p_items) i)
    order by t.id
    for no key update;

    -- TK-TRAP-29: the moment after the wait for the locks; now() stands still since the transaction began.
    v_now := clock_timestamp();

    select sum(t.price * i.quantity) into v_subtotal
    from purchase_items(p_items) i
    join ticket_tiers t on t.id = i.tier_id and t.event_id = p_event_id;

    insert into orders (user_id, event_id, subtotal, service_fee, tax, total_amount, expires_at, idempotency_key)
    values (
        p_user_id, p_event_id, coalesce(v_subtotal, 0), p_service_fee, p_tax,
        coalesce(v_subtotal, 0) + p_service_fee + p_tax, v_now + interval '30 minutes', p_idempotency_key
    )
    returning id into v_order_id;

    for v_item in
        select i.tier_id, i.quantity as wanted, t.*
        from purchase_items(p_items) i
        left join ticket_tiers t on t.id = i.tier_id and t.event_id = p_event_id
        order by i.tier_id
    loop
        if v_item.id is null then
            raise check_violation using
                message = format('tier %s is no tier of event %s', v_item.tier_id, p_event_id);
        end if;
        if not tier_is_on_sale(v_item.is_active, v_item.sale_start_time, v_item.sale_end_time, v_now) then
            raise check_violation using message = format('tier %s is not on sale', v_item.tier_id);
        end if;
        -- TK-INV-02, and written so that a missing quantity fails too.
        if (v_item.wanted between v_item.min_purchase and v_item.max_purchase) is not true then
            raise check_violation using
                message = format('tier %s is sold in quantities of %s to %s, not %s', v_item.tier_id,
                                 v_item.min_purchase, v_item.max_purchase, coalesce(v_item.wanted::text, 'none'));
        end if;

        insert into order_items (order_id, tier_id, event_id, quantity, unit_price)
        values (v_order_id, v_item.tier_id, p_event_id, v_item.wanted, v_item.price);

        -- TK-INV-18, TK-TRAP-05: what the buyer holds is used first. A hold is used up whole; what it had beyond the
        -- order goes back on sale.
        v_open := v_item.wanted;
        v_released := 0;
        for v_held in
            select r.id, r.quantity
            from ticket_reservations r
            where r.tier_id = v_item.tier_id and r.user_id = p_user_id and r.status = 'active' and r.expires_at > v_now
            order by r.expires_at, r.id
            for update
        loop
            exit when v_open = 0;
            update ticket_reservations
            set status = 'converted', order_id = v_order_id, quantity = least(v_held.quantity, v_open)
            where id = v_held.id;
            v_open := v_open - least(v_held.quantity, v_open);
            v_released := v_released + v_held.quantity;
        end loop;

        if v_item.sold + v_item.wanted + v_item.reserved - v_released > v_item.quantity then
            raise check_violation using
                message = format('tier %s has %s tickets left, not %s', v_item.tier_id,
                                 v_item.quantity - v_item.sold - v_item.reserved + v_released, v_item.wanted),
                table = 'ticket_tiers',
                constraint = 'ticket_tiers_not_oversold';
        end if;
        update ticket_tiers
        set sold = sold + v_item.wanted, reserved = reserved - v_released
        where id = v_item.tier_id;

        insert into tickets (order_id, tier_id, event_id, ticket_code, qr_code)
        select v_order_id, v_item.tier_id, p_event_id, c.code, 'TKT:' || c.code
        from (select new_ticket_code() as code from generate_series(1, v_item.wanted)) c;
    end loop;
    if not found then
        raise check_violation using message = 'an order needs at least one item';
    end if;

    update waitlist w
    set status = 'converted'
    where w.event_id = p_event_id
        and w.user_id = p_user_id
        and w.status in ('waiting', 'notified')
        and (w.tier_id is null or w.tier_id in (select i.tier_id from purchase_items(p_items) i));

    return v_order_id;
end;
$$;

comment on function purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) is
    'Buys tickets of one event: [{"tier_id", "quantity"}, ...]. Returns the pending order; the same key again returns the same order. Refuses with 23514.';

revoke all on function purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) from public;
grant execute on function purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric) to ticket_app, ticket_admin;
