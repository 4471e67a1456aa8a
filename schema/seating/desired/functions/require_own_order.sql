create function require_own_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform from orders o
    where o.id = p_order_id and o.organization_id = current_org_id() and o.user_id = current_app_user_id()
    for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
end;
$$;

comment on function require_own_order(uuid) is
    'Locks an order of app.user_id at app.org_id; whoever else''s is refused (P0002) like one that is not there.';

revoke all on function require_own_order(uuid) from public;
