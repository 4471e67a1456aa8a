-- The two transactions by which events come into being.

create function create_event(
    p_ulid text, p_name text, p_start_time timestamptz, p_timezone text,
    p_primary_venue_id uuid default null, p_virtual_url text default null, p_end_time timestamptz default null,
    p_description text default null, p_organizer_id uuid default null,
    p_license_status text default 'cc0', p_license_url text default null
) returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_event_id uuid;
begin
    -- TG-INV-25: all three, or none.
    insert into events (
        ulid, name, description, organizer_id, primary_venue_id, virtual_url, license_status, license_url
    )
    values (
        p_ulid, p_name, p_description, p_organizer_id, p_primary_venue_id, p_virtual_url,
        p_license_status, coalesce(p_license_url, license_url_of(p_license_status))
    )
    returning id into v_event_id;
    insert into event_occurrences (event_id, start_time, end_time, timezone)
    values (v_event_id, p_start_time, p_end_time, p_timezone);
    insert into job_queue (kind, args, unique_key)
    values ('reconcile_event', jsonb_build_object('event_id', v_event_id), 'reconcile_event ' || v_event_id::text);
    return v_event_id;
end;
$$;

comment on function create_event(text, text, timestamptz, text, uuid, text, timestamptz, text, uuid, text, text) is
    'Makes a draft with its first occurrence, and queues its reconciliation. Returns the event.';

revoke all on function create_event(text, text, timestamptz, text, uuid, text, timestamptz, text, uuid, text, text)
    from public;
grant execute on function create_event(text, text, timestamptz, text, uuid, text, timestamptz, text, uuid, text, text)
    to sel_app;
