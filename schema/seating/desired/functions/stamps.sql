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

create function forbid_created_at_change() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    raise check_violation using
        message = format('created_at of %s %s stays what it is', tg_table_name, coalesce(to_jsonb(old) ->> 'id', '')),
        table = tg_table_name,
        constraint = tg_name;
end;
$$;

comment on function forbid_created_at_change() is 'Trigger: refuses (23514) a change of created_at.';

create function forbid_change() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    raise check_violation using
        message = format('%s %s: %s', tg_table_name, old.id, tg_argv[0]),
        table = tg_table_name,
        constraint = tg_name;
end;
$$;

comment on function forbid_change() is 'Trigger: refuses (23514) the change that it fires for, with its argument as the reason.';
