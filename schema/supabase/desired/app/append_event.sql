create function app.append_event(
    p_aggregate_type text, p_aggregate_id uuid, p_expected integer, p_tenant_id uuid, p_event_type text, p_payload jsonb
) returns bigint
language plpgsql
security definer
set search_path = ''
as $$
begin
    if p_aggregate_type = 'document' then
        raise invalid_parameter_value using
            message = 'events of documents are written by their changes alone';
    end if;
    return private.append_event(p_aggregate_type, p_aggregate_id, p_expected, p_tenant_id, p_event_type, p_payload);
end;
$$;

comment on function app.append_event(text, uuid, integer, uuid, text, jsonb) is
    'For services: appends an event behind the version that is expected. Refused with 23505 or 40001 where another was first.';

alter function app.append_event(text, uuid, integer, uuid, text, jsonb) owner to definer_writer;

revoke execute on function app.append_event(text, uuid, integer, uuid, text, jsonb) from public;
grant execute on function app.append_event(text, uuid, integer, uuid, text, jsonb) to service_role;
