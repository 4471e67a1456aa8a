-- SB-INV-08. Before the owners are counted their accounts are locked, so that none is shut out meanwhile, and then the
-- tenant's row is written: whoever takes another one away at the same time waits, and then sees it (SB-TRAP-39); in a
-- repeatable read, which would not see it, that fails (40001).
create function private.require_owner(p_tenant_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from private.open_owners(p_tenant_id) o
    join auth.users u on u.id = o.user_id
    order by u.id
    for share of u;
    update app.tenants t set updated_at = t.updated_at where t.id = p_tenant_id;
    if found and not exists (select from private.open_owners(p_tenant_id)) then
        raise check_violation using
            message = format('tenant %s would be without an owner', p_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
end;
$$;

comment on function private.require_owner(uuid) is
    'Refuses (23514) a tenant that no open account owns; one that is not there any more needs none.';

alter function private.require_owner(uuid) owner to definer_writer;

revoke execute on function private.require_owner(uuid) from public;
