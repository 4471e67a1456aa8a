-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).
-- SECURITY DEFINER: memberships has policies of its own, which ask this (SB-TRAP-08).

create function private.tenants_with(p_role text) returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(array_agg(m.tenant_id), '{}')
    from app.memberships m
    where m.user_id = (select auth.uid()) and private.role_rank(m.role) >= private.role_rank(p_role);
$$;

comment on function private.tenants_with(text) is 'The tenants in which the caller is at least this: viewer, editor, admin or owner.';

alter function private.tenants_with(text) owner to definer_reader;

revoke execute on function private.tenants_with(text) from public;
grant execute on function private.tenants_with(text) to authenticated, definer_reader, definer_writer;
