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

alter function private.begin_with_owner() owner to definer_writer;

revoke execute on function private.begin_with_owner() from public;
