-- Keeps created_at and updated_at true, and columns as they were written (SE-INV-19, SE-INV-16).

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
