-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).
-- SECURITY DEFINER: memberships has policies of its own, which ask this (SB-TRAP-08).

create function private.tenant_is_shut(p_tenant_id uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
    select exists (
        select from app.tenants t where t.id = p_tenant_id and (t.status <> 'active' or t.deleted_at is not null)
    );
$$;

comment on function private.tenant_is_shut(uuid) is 'Whether the tenant is suspended or closed.';

alter function private.tenant_is_shut(uuid) owner to definer_reader;

revoke execute on function private.tenant_is_shut(uuid) from public;
grant execute on function private.tenant_is_shut(uuid) to anon, definer_reader, definer_writer;
