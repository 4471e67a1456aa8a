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

revoke all on function record_payment(uuid, text, text, jsonb) from public;
grant execute on function record_payment(uuid, text, text, jsonb) to ticket_app, ticket_admin;
