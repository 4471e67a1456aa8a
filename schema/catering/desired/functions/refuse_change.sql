create function refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    raise insufficient_privilege using
        message = format('%s is append-only', tg_table_name),
        table = tg_table_name;
end;
$$;

comment on function refuse_change() is 'Trigger: refuses (42501) the statement or row that it fires for.';
