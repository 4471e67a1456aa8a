-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).
-- SECURITY DEFINER: memberships has policies of its own, which ask this (SB-TRAP-08).

create function private.open_tenants() returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(array_agg(t.id), '{}')
    from app.memberships m
    join app.tenants t on t.id = m.tenant_id
    where m.user_id = (select auth.uid()) and t.status = 'active' and t.deleted_at is null;
$$;

comment on function private.open_tenants() is 'The caller''s tenants that are neither suspended nor closed.';

alter function private.open_tenants() owner to definer_reader;

revoke execute on function private.open_tenants() from public;
grant execute on function private.open_tenants() to authenticated, definer_reader, definer_writer;
