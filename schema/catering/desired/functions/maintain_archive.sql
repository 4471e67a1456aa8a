create function maintain_archive() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if new.is_archived then
        new.archived_at := coalesce(new.archived_at, clock_timestamp());
        new.archived_by := coalesce(new.archived_by, current_actor());
    else
        new.archived_at := null;
        new.archived_by := null;
    end if;
    return new;
end;
$$;

comment on function maintain_archive() is
    'Trigger, for rows that are put away or taken back: fills in archived_at and archived_by where they are not given, or clears them.';
