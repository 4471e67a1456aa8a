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

alter function private.keep_owner() owner to definer_writer;

revoke execute on function private.keep_owner() from public;
