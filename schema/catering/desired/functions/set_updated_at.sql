-- Keeps created_at and updated_at true.

create function set_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- CA-INV-11: the clock and not now(), for two updates in one transaction are two; and never less than a step.
    new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
    new.created_at := old.created_at;
    return new;
end;
$$;

comment on function set_updated_at() is 'Trigger: puts updated_at forward to the present moment, and keeps created_at as it was.';
