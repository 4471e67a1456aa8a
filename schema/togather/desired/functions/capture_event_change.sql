-- The outbox: each change of an event leaves one row in event_changes, in the order in which changes are committed.

-- Security definer: whoever changes an event writes the outbox, and nobody can write it by hand.
create function capture_event_change() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    -- TG-TRAP-04: of a deleted row there is only the old one.
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    v_action text;
    v_fields text[];
begin
    -- TG-TRAP-02: the outbox has words of its own for what happened. A soft delete is one to whoever follows.
    v_action := case
        when tg_op = 'INSERT' then 'create'
        when tg_op = 'DELETE' then 'delete'
        when v_after ->> 'lifecycle_state' = 'deleted' and v_before ->> 'lifecycle_state' <> 'deleted' then 'delete'
        else 'update'
    end;
    if tg_op = 'UPDATE' then
        select array_agg(a.key order by a.key)
        into v_fields
        from jsonb_each(v_after) a
        where a.key <> 'updated_at' and a.value is distinct from v_before -> a.key;
        -- TG-TRAP-34: nothing changed, and nobody is woken.
        if v_fields is null then
            return null;
        end if;
    end if;
    insert into event_changes (event_id, action, changed_fields, snapshot, purged, origin_node_id)
    values (
        (coalesce(v_after, v_before) ->> 'id')::uuid,
        v_action,
        case when v_action = 'update' then v_fields end,
        case when tg_op = 'DELETE' then v_before else v_after || event_parts(new.id) end,
        tg_op = 'DELETE',
        (coalesce(v_after, v_before) ->> 'origin_node_id')::uuid
    );
    return null;
end;
$$;

comment on function capture_event_change() is
    'Trigger: writes the change of an event to event_changes, with the columns that differ and the event as it is now.';
