-- The outbox: each change of an event leaves one row in event_changes, in the order in which changes are committed.

create function take_outbox_turn() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- TG-INV-11, TG-TRAP-08: a number is taken when a row is written and seen when it is committed. Whoever changes events
    -- therefore waits for those before. Before the statement locks any row, so that nobody waits in a circle.
    perform pg_advisory_xact_lock(hashtextextended('event_changes', 0));
    return null;
end;
$$;

comment on function take_outbox_turn() is
    'Trigger: lets one transaction at a time write to event_changes, until it ends.';

create function event_parts(p_event_id uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select jsonb_build_object(
        'occurrences', (
            select coalesce(jsonb_agg(to_jsonb(o) - 'event_id' order by o.start_time, o.id), '[]')
            from event_occurrences o
            where o.event_id = p_event_id
        ),
        'performers', (
            select coalesce(jsonb_agg(to_jsonb(p) - 'event_id' order by p.performance_order, p.person_id, p.role), '[]')
            from event_performers p
            where p.event_id = p_event_id
        )
    );
end;

comment on function event_parts(uuid) is
    'An object with the occurrences and performers of an event, as they are in their tables, in a fixed order.';

-- Security definer, here and below: whoever changes an event writes the outbox, and nobody can write it by hand.
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
