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

alter function private.bootstrap_owner() owner to definer_writer;

revoke execute on function private.bootstrap_owner() from public;
