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

-- SB-INV-08: deferred, so that ownership can be handed on in any order. The tenant's row is written before the owners
-- are counted: whoever takes another one away at the same time waits, and then sees it (SB-TRAP-39); in a repeatable
-- read, which would not see it, that fails (40001).
create function private.keep_owner() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_tenant_id constant uuid := (to_jsonb(coalesce(old, new)) ->> tg_argv[0])::uuid;
begin
    update app.tenants t set updated_at = t.updated_at where t.id = v_tenant_id;
    if found and not exists (
        select from app.memberships m where m.tenant_id = v_tenant_id and m.role = 'owner'
    ) then
        raise check_violation using
            message = format('tenant %s would be without an owner', v_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
    return null;
end;
$$;

comment on function private.keep_owner() is
    'Constraint trigger: refuses (23514) that a tenant, named by the column in the argument, is left without an owner.';

alter function private.bootstrap_owner() owner to definer_writer;
alter function private.refuse_own_promotion() owner to definer_reader;
alter function private.keep_owner() owner to definer_writer;

revoke execute on function private.bootstrap_owner() from public;
revoke execute on function private.refuse_own_promotion() from public;
revoke execute on function private.keep_owner() from public;
