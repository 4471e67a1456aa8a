-- Keeps created_at and updated_at true, and columns as they were written (SE-INV-19, SE-INV-16).

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
