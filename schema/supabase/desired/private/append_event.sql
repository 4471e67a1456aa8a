create function private.append_event(
    p_aggregate_type text, p_aggregate_id uuid, p_expected integer, p_tenant_id uuid, p_event_type text, p_payload jsonb
) returns bigint
language sql
security definer
set search_path = ''
as $$
    insert into app.event_store (aggregate_type, aggregate_id, version, tenant_id, event_type, payload, metadata, actor)
    values (
        p_aggregate_type, p_aggregate_id, p_expected + 1, p_tenant_id, p_event_type, p_payload,
        jsonb_strip_nulls(jsonb_build_object(
            'request_id', nullif(left(current_setting('request.id', true), 200), ''),
            'trace_id', nullif(left(current_setting('request.trace_id', true), 200), '')
        )),
        auth.uid()
    )
    returning global_seq;
$$;

comment on function private.append_event(text, uuid, integer, uuid, text, jsonb) is
    'Appends an event behind the version that is expected; returns its global_seq.';

alter function private.append_event(text, uuid, integer, uuid, text, jsonb) owner to definer_writer;

revoke execute on function private.append_event(text, uuid, integer, uuid, text, jsonb) from public;
