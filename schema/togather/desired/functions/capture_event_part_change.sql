-- The outbox: each change of an event leaves one row in event_changes, in the order in which changes are committed.

-- Security definer: whoever changes an event writes the outbox, and nobody can write it by hand.
create function capture_event_part_change() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end;
begin
    if v_before is not distinct from v_after then
        return null;
    end if;
    -- TG-TRAP-07: an event that takes place at another time has changed. One that is gone has told so itself.
    insert into event_changes (event_id, action, changed_fields, snapshot, origin_node_id)
    select e.id, 'update', array[tg_argv[0]], to_jsonb(e) || event_parts(e.id), e.origin_node_id
    from events e
    where e.id in ((v_before ->> 'event_id')::uuid, (v_after ->> 'event_id')::uuid)
    order by e.id;
    return null;
end;
$$;

comment on function capture_event_part_change() is
    'Trigger: writes a change of an event''s occurrences or performers to event_changes, as an update of the event. Argument: the word for changed_fields.';
