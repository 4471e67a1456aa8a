create function private.require_any_owner(p_tenant_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update app.tenants t set updated_at = t.updated_at where t.id = p_tenant_id;
    if found and not exists (
        select from app.memberships m where m.tenant_id = p_tenant_id and m.role = 'owner'
    ) then
        raise check_violation using
            message = format('tenant %s would be without an owner', p_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
end;
$$;

comment on function private.require_any_owner(uuid) is
    'Refuses (23514) a tenant without an owner, be their account open or not; one that is not there any more needs none.';

alter function private.require_any_owner(uuid) owner to definer_writer;

revoke execute on function private.require_any_owner(uuid) from public;
