-- Keeps created_at and updated_at true, and columns as they were written (SE-INV-19, SE-INV-16).

create function set_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- The clock and not now(): two updates in one transaction are two moments. Never back, not even behind imported rows.
    new.updated_at := greatest(clock_timestamp(), old.updated_at);
    return new;
end;
$$;

comment on function set_updated_at() is 'Trigger: stamps updated_at with the time of the change; it never goes back.';
