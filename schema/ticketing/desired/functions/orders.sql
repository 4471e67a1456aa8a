-- What becomes of an order: paid, cancelled, expired, refunded.

create function record_payment(
    p_order_id uuid, p_provider text, p_provider_ref text, p_metadata jsonb default '{}'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_order orders;
    v_tickets bigint;
    v_items bigint;
    v_payment_id uuid;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
    perform require_acting_user(v_order.user_id);
    -- The provider may tell twice.
    select p.id into v_payment_id
    from payment_transactions p
    where p.order_id = p_order_id and p.provider = p_provider and p.provider_ref = p_provider_ref and p.type = 'charge';
    if found then
        return v_payment_id;
    end if;
    if v_order.status <> 'pending' then
        raise check_violation using
            message = format('order %s cannot be paid: it is %s', p_order_id, v_order.status);
    end if;
    -- TK-INV-21: nobody pays for tickets that are not there.
    select count(*) into v_tickets from tickets t where t.order_id = p_order_id and t.status in ('valid', 'used');
    select coalesce(sum(i.quantity), 0) into v_items from order_items i where i.order_id = p_order_id;
    if v_tickets <> v_items then
        raise check_violation using
            message = format('order %s has %s tickets for %s ordered', p_order_id, v_tickets, v_items);
    end if;
    update orders set status = 'paid', paid_at = clock_timestamp() where id = p_order_id;
    -- An order of free tickets is paid without a transaction.
    if v_order.total_amount > 0 then
        insert into payment_transactions (order_id, type, provider, provider_ref, status, amount, currency, metadata)
        values (p_order_id, 'charge', p_provider, p_provider_ref, 'succeeded', v_order.total_amount, v_order.currency,
                p_metadata)
        returning id into v_payment_id;
    end if;
    insert into email_notifications (user_id, kind, order_id)
    values (v_order.user_id, 'order_confirmation', p_order_id);
    return v_payment_id;
end;
$$;

comment on function record_payment(uuid, text, text, jsonb) is
    'Marks a pending order as paid in full. Returns the charge, the same one when told twice, or null where the order costs nothing.';

create function cancel_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_user_id uuid;
begin
    select o.user_id into v_user_id from orders o where o.id = p_order_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
    perform require_acting_user(v_user_id);
    update orders set status = 'cancelled' where id = p_order_id;
end;
$$;

comment on function cancel_order(uuid) is 'Cancels a pending order; its tickets go back on sale.';

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

create function cancel_ticket(p_ticket_id uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_acting_user(o.user_id)
    from tickets t
    join orders o on o.id = t.order_id
    where t.id = p_ticket_id;
    update tickets set status = 'cancelled' where id = p_ticket_id and status = 'valid';
    return found;
end;
$$;

comment on function cancel_ticket(uuid) is 'Gives up a valid ticket, without its money. Returns whether there was one.';

create function refund_order(p_order_id uuid, p_provider_ref text) returns numeric
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_order orders;
    v_amount numeric;
    v_kept bigint;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    if v_order.status is null or v_order.status not in ('paid', 'partially_refunded') then
        raise check_violation using message = format('order %s is not paid', p_order_id);
    end if;
    select count(*) into v_kept from tickets t where t.order_id = p_order_id and t.status <> 'valid';
    if v_kept = 0 then
        v_amount := v_order.total_amount;
    else
        -- A ticket that was used or given up keeps its money, and the fee with it.
        select coalesce(sum(i.unit_price), 0) into v_amount
        from tickets t
        join order_items i on i.order_id = t.order_id and i.tier_id = t.tier_id
        where t.order_id = p_order_id and t.status = 'valid';
    end if;
    update tickets set status = 'refunded' where order_id = p_order_id and status = 'valid';
    update orders
    set status = case when v_kept = 0 then 'refunded' else 'partially_refunded' end
    where id = p_order_id;
    if v_amount > 0 then
        insert into payment_transactions (order_id, type, provider, provider_ref, status, amount, currency)
        select p_order_id, 'refund', p.provider, p_provider_ref, 'succeeded', v_amount, p.currency
        from payment_transactions p
        where p.order_id = p_order_id and p.type = 'charge' and p.status = 'succeeded'
        order by p.created_at, p.id
        limit 1;
    end if;
    return v_amount;
end;
$$;

comment on function refund_order(uuid, text) is
    'Refunds a paid order: all of it, or only its valid tickets where some were used or given up. Returns the amount.';

revoke all on function record_payment(uuid, text, text, jsonb) from public;
revoke all on function cancel_order(uuid) from public;
revoke all on function expire_orders(timestamptz) from public;
revoke all on function cancel_ticket(uuid) from public;
revoke all on function refund_order(uuid, text) from public;
grant execute on function record_payment(uuid, text, text, jsonb) to ticket_app, ticket_admin;
grant execute on function cancel_order(uuid) to ticket_app, ticket_admin;
grant execute on function expire_orders(timestamptz) to ticket_jobs, ticket_admin;
grant execute on function cancel_ticket(uuid) to ticket_app, ticket_admin;
grant execute on function refund_order(uuid, text) to ticket_jobs, ticket_admin;
