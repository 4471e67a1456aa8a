create function log_event_history() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_event record;
begin
    if tg_table_name = 'events' and tg_op = 'DELETE' then
        perform record_event_version(old.id, null);
        return null;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
        return null;
    end if;
    -- Argument: the column that holds the event's key.
    for v_event in
        select e.id, to_jsonb(e) || event_parts(e.id) as snapshot
        from events e
        where e.id in (
            (case when tg_op <> 'INSERT' then to_jsonb(old) ->> tg_argv[0] end)::uuid,
            (case when tg_op <> 'DELETE' then to_jsonb(new) ->> tg_argv[0] end)::uuid
        )
        order by e.id
    loop
        perform record_event_version(v_event.id, v_event.snapshot);
    end loop;
    return null;
end;
$$;

comment on function log_event_history() is
    'Trigger: records in event_history how an event is after a change of it or of its parts. Argument: the column that holds the event''s key.';
