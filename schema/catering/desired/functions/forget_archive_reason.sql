create function forget_archive_reason() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    new.archive_reason := null;
    return new;
end;
$$;

comment on function forget_archive_reason() is 'Trigger, for events that are taken back: clears archive_reason.';
