-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).
-- SECURITY DEFINER: memberships has policies of its own, which ask this (SB-TRAP-08).

create function private.tenant_role(p_tenant_id uuid) returns integer
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(max(private.role_rank(m.role)), 0)
    from app.memberships m
    where m.user_id = (select auth.uid()) and m.tenant_id = p_tenant_id and not private.tenant_is_shut(p_tenant_id);
$$;

comment on function private.tenant_role(uuid) is 'The caller''s rank in a tenant that is open; 0: no member. For functions; policies ask tenants_with().';

alter function private.tenant_role(uuid) owner to definer_reader;

revoke execute on function private.tenant_role(uuid) from public;
grant execute on function private.tenant_role(uuid) to definer_reader, definer_writer;
