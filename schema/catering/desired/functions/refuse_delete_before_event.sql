create function refuse_delete_before_event() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if exists (select from events e where e.id = old.event_id) then
        raise insufficient_privilege using
            message = format('%s is append-only; its rows go with their event', tg_table_name),
            table = tg_table_name;
    end if;
    return old;
end;
$$;

comment on function refuse_delete_before_event() is 'Trigger: refuses (42501) to delete a row while its event is there.';
