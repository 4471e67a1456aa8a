-- Triggers by which a tenant always has an owner, and nobody becomes more by themselves.

create function private.bootstrap_owner() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into app.memberships (tenant_id, user_id, role)
    values (new.id, new.created_by, 'owner');
    return null;
end;
$$;

comment on function private.bootstrap_owner() is 'Trigger: makes whoever creates a tenant its owner.';

-- SB-INV-08: the second guard beside the policies, for whoever is let past them with a user's token (SB-TRAP-24).
create function private.refuse_own_promotion() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if new.user_id = auth.uid() and private.role_rank(new.role) > private.role_rank(old.role) then
        raise insufficient_privilege using
            message = format('nobody makes themselves %s', new.role);
    end if;
    return new;
end;
$$;

comment on function private.refuse_own_promotion() is 'Trigger: refuses (42501) that the caller raises their own role.';

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

-- Deferred, so that ownership can be handed on in any order.
create function private.keep_owner() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if exists (select from auth.users u where u.id = old.user_id and u.deleted_at is null and not u.is_suspended) then
        perform private.require_owner(old.tenant_id);
    else
        -- Who was shut out, or is erased, leaves as many open accounts as there were.
        perform private.require_any_owner(old.tenant_id);
    end if;
    return null;
end;
$$;

comment on function private.keep_owner() is
    'Constraint trigger: refuses (23514) that a tenant loses its last owner, or the last one whose account is open.';

-- Callers make tenants of their own alone, with accounts that are open; services may bring some whose owner is shut out.
create function private.begin_with_owner() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_any_owner(new.id);
    return null;
end;
$$;

comment on function private.begin_with_owner() is
    'Constraint trigger: refuses (23514) a new tenant without an owner.';

create function private.keep_owners_of_account() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if old.is_suspended or old.deleted_at is not null or not (new.is_suspended or new.deleted_at is not null) then
        return null;
    end if;
    -- In the order of their keys, so that whoever else goes through several of them does not wait crosswise.
    perform private.require_owner(o.tenant_id)
    from (
        select m.tenant_id
        from app.memberships m
        join app.tenants t on t.id = m.tenant_id and t.deleted_at is null
        where m.user_id = new.id and m.role = 'owner'
        order by m.tenant_id
    ) o;
    return null;
end;
$$;

comment on function private.keep_owners_of_account() is
    'Constraint trigger: refuses (23514) that the last owner of a tenant that is not closed is suspended, or closes their account.';

alter function private.bootstrap_owner() owner to definer_writer;
alter function private.refuse_own_promotion() owner to definer_reader;
alter function private.open_owners(uuid) owner to definer_writer;
alter function private.require_owner(uuid) owner to definer_writer;
alter function private.require_any_owner(uuid) owner to definer_writer;
alter function private.begin_with_owner() owner to definer_writer;
alter function private.keep_owner() owner to definer_writer;
alter function private.keep_owners_of_account() owner to definer_writer;

revoke execute on function private.bootstrap_owner() from public;
revoke execute on function private.refuse_own_promotion() from public;
revoke execute on function private.open_owners(uuid) from public;
revoke execute on function private.require_owner(uuid) from public;
revoke execute on function private.require_any_owner(uuid) from public;
revoke execute on function private.begin_with_owner() from public;
revoke execute on function private.keep_owner() from public;
revoke execute on function private.keep_owners_of_account() from public;
