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

revoke all on function refund_order(uuid, text) from public;
grant execute on function refund_order(uuid, text) to ticket_jobs, ticket_admin;
