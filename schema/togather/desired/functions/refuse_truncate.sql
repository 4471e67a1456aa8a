create function refuse_truncate() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    raise insufficient_privilege using
        message = format('truncate on %s is refused: it would leave nothing in event_changes', tg_table_name),
        hint = 'Delete the rows instead.',
        table = tg_table_name;
end;
$$;

comment on function refuse_truncate() is
    'Trigger: refuses (42501) to TRUNCATE what is published, for no row trigger would see it.';
