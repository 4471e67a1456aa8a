-- Whoever is suspended or has closed their account is nobody (auth.uid), and owns nothing.
create function private.open_owners(p_tenant_id uuid) returns table (user_id uuid)
language sql
stable
set search_path = ''
as $$
    select u.id
    from app.memberships m
    join auth.users u on u.id = m.user_id
    where m.tenant_id = p_tenant_id and m.role = 'owner' and u.deleted_at is null and not u.is_suspended;
$$;

comment on function private.open_owners(uuid) is 'The owners of a tenant whose accounts are open. For functions that see all memberships.';

alter function private.open_owners(uuid) owner to definer_writer;

revoke execute on function private.open_owners(uuid) from public;
