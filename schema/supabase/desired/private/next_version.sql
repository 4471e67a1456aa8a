create function private.next_version() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.version := old.version + 1;
    return new;
end;
$$;

comment on function private.next_version() is 'Trigger: gives a changed document its next version, whatever the statement says.';

revoke execute on function private.next_version() from public;
