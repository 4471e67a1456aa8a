-- How events are appended.

-- SB-INV-10: no version is left out, and nobody appends to what belongs to another tenant.
create function private.check_event_version() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_last app.event_store%rowtype;
begin
    select e.* into v_last
    from app.event_store e
    where e.aggregate_id = new.aggregate_id
    order by e.version desc
    limit 1;
    if new.version <> coalesce(v_last.version, 0) + 1 then
        raise serialization_failure using
            message = format('%s %s is at version %s', new.aggregate_type, new.aggregate_id, coalesce(v_last.version, 0)),
            hint = 'Read it again, and try with the version that it has.';
    end if;
    if v_last.tenant_id <> new.tenant_id or v_last.aggregate_type <> new.aggregate_type then
        raise insufficient_privilege using
            message = format('%s is another tenant''s, or something else', new.aggregate_id);
    end if;
    return new;
end;
$$;

comment on function private.check_event_version() is
    'Trigger: refuses (40001) an event that is not the next one of its thing, and (42501) one of another tenant.';

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

-- SB-INV-11: later events win, key by key; the text comes from the version that the state names, if its hash is right.
create function app.rebuild(p_aggregate_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    with state as (
        select jsonb_object_agg(c.key, c.value order by e.version) as now
        from app.event_store e
        cross join lateral jsonb_each(e.payload) c
        where e.aggregate_id = p_aggregate_id
            and not exists (
                select from app.event_store gone
                where gone.aggregate_id = p_aggregate_id and gone.event_type = 'document.erased'
            )
    )
    select case
        when s.now ? 'body_sha256' then s.now - 'body_sha256' || jsonb_build_object('body', v.body)
        else s.now
    end
    from state s
    left join app.document_versions v
        on v.document_id = p_aggregate_id and v.version = (s.now ->> 'version')::integer
        and encode(sha256(convert_to(v.body, 'UTF8')), 'hex') = s.now ->> 'body_sha256';
$$;

comment on function app.rebuild(uuid) is
    'For services: what a thing is by its events, as a JSON object; of a document all columns but search. Null: there is none.';

alter function private.check_event_version() owner to definer_writer;
alter function private.append_event(text, uuid, integer, uuid, text, jsonb) owner to definer_writer;
alter function app.append_event(text, uuid, integer, uuid, text, jsonb) owner to definer_writer;

revoke execute on function private.check_event_version() from public;
revoke execute on function private.append_event(text, uuid, integer, uuid, text, jsonb) from public;
revoke execute on function app.append_event(text, uuid, integer, uuid, text, jsonb) from public;
revoke execute on function app.rebuild(uuid) from public;

grant execute on function app.append_event(text, uuid, integer, uuid, text, jsonb) to service_role;
grant execute on function app.rebuild(uuid) to service_role;
