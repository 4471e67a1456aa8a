create function app.close_tenant(p_tenant_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    update app.tenants t
    set deleted_at = clock_timestamp()
    where t.id = p_tenant_id and private.tenant_role(t.id) >= private.role_rank('owner');
    return found;
end;
$$;

comment on function app.close_tenant(uuid) is
    'Closes a tenant that the caller owns: its rows stay, and nobody but services sees them. False where there is none such.';

alter function app.close_tenant(uuid) owner to definer_writer;

revoke execute on function app.close_tenant(uuid) from public;
grant execute on function app.close_tenant(uuid) to authenticated;
