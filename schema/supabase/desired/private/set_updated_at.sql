create function private.set_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end;
$$;

comment on function private.set_updated_at() is 'Trigger: stamps the row with the time of the change.';

revoke execute on function private.set_updated_at() from public;
