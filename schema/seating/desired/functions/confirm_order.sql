create function confirm_order(p_order_id uuid) returns table (ticket_id uuid, qr_code text)
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_order orders;
    v_item order_items;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    -- The provider may tell twice.
    if v_order.status = 'PAID' then
        return;
    end if;
    perform require_pending(p_order_id);
    update payment_intents p set status = 'SUCCEEDED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    if not found and v_order.total_amount > 0 then
        raise check_violation using message = format('order %s has no payment that is open', p_order_id);
    end if;
    -- SE-INV-09: tickets and payment in one transaction.
    update orders o set status = 'PAID', is_paid = true, paid_at = clock_timestamp() where o.id = p_order_id;
    for v_item in select * from order_items i where i.order_id = p_order_id order by i.id loop
        qr_code := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
        insert into tickets (organization_id, order_id, event_id, section_id, ticket_tier_id, seat_id, price_snapshot, qr_code_hash)
        values (v_item.organization_id, v_item.order_id, v_item.event_id, v_item.section_id, v_item.ticket_tier_id,
                v_item.seat_id, v_item.price, encode(sha256(qr_code::bytea), 'hex'))
        returning id into ticket_id;
        return next;
    end loop;
end;
$$;

comment on function confirm_order(uuid) is
    'Marks a pending order as paid, and issues its tickets. Returns each with the text of its QR code, of which only the hash is kept; nothing when told twice.';

revoke all on function confirm_order(uuid) from public;
grant execute on function confirm_order(uuid) to seat_jobs;
