create function refund_order(p_order_id uuid) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_status text;
    v_tickets integer;
begin
    if not is_manager() then
        raise insufficient_privilege using message = 'orders are refunded by owners and administrators';
    end if;
    select o.status into v_status from orders o
    where o.id = p_order_id and o.organization_id = current_org_id()
    for no key update;
    if v_status is null then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    elsif v_status <> 'PAID' then
        raise check_violation using message = format('order %s is %s', p_order_id, v_status);
    end if;
    update tickets t set status = 'REFUNDED' where t.order_id = p_order_id and t.status = 'VALID';
    get diagnostics v_tickets = row_count;
    update orders o set status = 'REFUNDED' where o.id = p_order_id;
    return v_tickets;
end;
$$;

comment on function refund_order(uuid) is
    'Refunds a paid order of one''s organisation with its valid tickets, whose places are free again. Returns how many; used tickets stay used.';

revoke all on function refund_order(uuid) from public;
grant execute on function refund_order(uuid) to seat_staff;
