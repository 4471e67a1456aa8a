create function apply_remote_change(p_node_id uuid, p_change jsonb) returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_new constant jsonb := p_change -> 'snapshot';
    v_cursor bigint;
    v_domain text;
    v_origin_id uuid;
    v_venue_id uuid;
    v_event_id uuid;
begin
    select n.last_sync_cursor, n.node_domain
    into v_cursor, v_domain
    from federation_nodes n
    where n.id = p_node_id
    for no key update;
    if not found then
        raise no_data_found using message = format('there is no node %s', p_node_id);
    end if;
    -- TG-INV-15: what was applied is not applied again.
    if (p_change ->> 'sequence_number')::bigint <= v_cursor then
        return false;
    end if;
    update federation_nodes
    set last_sync_cursor = (p_change ->> 'sequence_number')::bigint, last_sync_at = clock_timestamp()
    where id = p_node_id;

    -- Nodes that are known by what others tell are neither trusted nor asked.
    insert into federation_nodes (node_domain, display_name, trust_level, sync_enabled)
    values (v_new ->> 'origin_domain', v_new ->> 'origin_domain', 1, false)
    on conflict (node_domain) do nothing;
    select n.id into v_origin_id
    from federation_nodes n
    where n.node_domain = v_new ->> 'origin_domain' and not n.is_self;
    -- TG-TRAP-33: our own events come back from those that follow us.
    if not found then
        return false;
    end if;

    select e.id into v_event_id from events e where e.federation_uri = v_new ->> 'federation_uri';
    if p_change ->> 'action' = 'delete' then
        update events
        set lifecycle_state = 'deleted', deleted_at = clock_timestamp()
        where id = v_event_id and origin_node_id = v_origin_id and lifecycle_state <> 'deleted';
        return found;
    end if;

    v_venue_id := import_place(v_origin_id, v_new -> 'place');
    if v_event_id is null then
        insert into events (
            ulid, name, description, lifecycle_state, event_status, primary_venue_id, virtual_url,
            license_status, license_url, origin_node_id, federation_uri, source_payload
        )
        values (
            v_new ->> 'ulid', v_new ->> 'name', v_new ->> 'description', v_new ->> 'lifecycle_state',
            v_new ->> 'event_status', v_venue_id, v_new ->> 'virtual_url', v_new ->> 'license_status',
            v_new ->> 'license_url', v_origin_id, v_new ->> 'federation_uri', p_change
        )
        returning id into v_event_id;
    else
        update events
        set name = v_new ->> 'name',
            description = v_new ->> 'description',
            lifecycle_state = v_new ->> 'lifecycle_state',
            event_status = v_new ->> 'event_status',
            primary_venue_id = v_venue_id,
            virtual_url = v_new ->> 'virtual_url',
            license_status = v_new ->> 'license_status',
            license_url = v_new ->> 'license_url'
        where id = v_event_id and origin_node_id = v_origin_id;
        if not found then
            raise insufficient_privilege using
                message = format('%s tells of event %s, which is not of the origin it names', v_domain, v_event_id);
        end if;
    end if;

    delete from event_occurrences o
    where o.event_id = v_event_id
        and o.start_time not in (
            select (r ->> 'start_time')::timestamptz
            from jsonb_array_elements(coalesce(v_new -> 'occurrences', '[]')) as t (r)
        );
    insert into event_occurrences (event_id, start_time, end_time, timezone, virtual_url, occurrence_status, venue_id)
    select v_event_id, (r ->> 'start_time')::timestamptz, (r ->> 'end_time')::timestamptz, r ->> 'timezone',
        r ->> 'virtual_url', r ->> 'occurrence_status', import_place(v_origin_id, r -> 'place')
    from jsonb_array_elements(coalesce(v_new -> 'occurrences', '[]')) as t (r)
    on conflict (event_id, start_time, venue_id) do update
    set end_time = excluded.end_time,
        timezone = excluded.timezone,
        virtual_url = excluded.virtual_url,
        occurrence_status = excluded.occurrence_status;
    return true;
end;
$$;

comment on function apply_remote_change(uuid, jsonb) is
    'Applies one change that a node tells of (an element of its federation_feed) and moves its cursor. Returns whether anything was to be done.';

revoke all on function apply_remote_change(uuid, jsonb) from public;
grant execute on function apply_remote_change(uuid, jsonb) to sel_app;
