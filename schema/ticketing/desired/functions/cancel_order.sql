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

revoke all on function cancel_order(uuid) from public;
grant execute on function cancel_order(uuid) to ticket_app, ticket_admin;
