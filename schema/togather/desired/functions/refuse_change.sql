create function refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    raise insufficient_privilege using
        message = format('%s on %s is refused: its rows stay as they were written', lower(tg_op), tg_table_name),
        table = tg_table_name;
end;
$$;

comment on function refuse_change() is 'Trigger: refuses (42501) whatever fires it.';
