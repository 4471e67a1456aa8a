create function require_pending(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_status text;
begin
    select o.status into v_status from orders o where o.id = p_order_id for no key update;
    if v_status is null then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    elsif v_status <> 'PENDING' then
        raise check_violation using message = format('order %s is %s', p_order_id, v_status);
    end if;
end;
$$;

comment on function require_pending(uuid) is 'Locks an order; refused unless it is pending (23514) or where there is none (P0002).';

revoke all on function require_pending(uuid) from public;
