-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).
-- SECURITY DEFINER: memberships has policies of its own, which ask this (SB-TRAP-08).

create function private.role_rank(p_role text) returns integer
language sql
immutable
parallel safe
set search_path = ''
return case p_role when 'owner' then 4 when 'admin' then 3 when 'editor' then 2 when 'viewer' then 1 else 0 end;

comment on function private.role_rank(text) is 'Roles by what they may do: owner 4, admin 3, editor 2, viewer 1; 0 for any other word.';

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

-- Not SECURITY DEFINER: the caller's own view of documents is what counts.
create function private.sees_document(p_document_id uuid) returns boolean
language sql
stable
set search_path = ''
as $$
    select exists (select from app.documents d where d.id = p_document_id);
$$;

comment on function private.sees_document(uuid) is 'Whether the caller sees the document.';

alter function private.tenants_with(text) owner to definer_reader;
alter function private.open_tenants() owner to definer_reader;
alter function private.tenant_is_shut(uuid) owner to definer_reader;
alter function private.tenant_role(uuid) owner to definer_reader;

revoke execute on function private.role_rank(text) from public;
revoke execute on function private.tenants_with(text) from public;
revoke execute on function private.open_tenants() from public;
revoke execute on function private.tenant_is_shut(uuid) from public;
revoke execute on function private.tenant_role(uuid) from public;
revoke execute on function private.sees_document(uuid) from public;

grant execute on function private.role_rank(text) to authenticated, service_role, definer_reader, definer_writer;
grant execute on function private.tenants_with(text) to authenticated, definer_reader, definer_writer;
grant execute on function private.open_tenants() to authenticated, definer_reader, definer_writer;
grant execute on function private.tenant_is_shut(uuid) to anon, definer_reader, definer_writer;
grant execute on function private.tenant_role(uuid) to definer_reader, definer_writer;
grant execute on function private.sees_document(uuid) to authenticated;
