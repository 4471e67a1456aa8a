-- How a change gets into the outbox.

create function private.enqueue() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_row constant jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    v_id bigint;
begin
    if tg_op = 'UPDATE' and old is not distinct from new then
        return null;
    end if;
    insert into app.realtime_outbox (tenant_id, topic, event_type, ref_table, ref_id, payload)
    values (
        (v_row ->> 'tenant_id')::uuid, tg_table_name || ':' || (v_row ->> 'tenant_id'), lower(tg_op), tg_table_name,
        (v_row ->> 'id')::uuid, jsonb_strip_nulls(jsonb_build_object('id', v_row -> 'id', 'version', v_row -> 'version'))
    )
    returning id into v_id;
    -- The number alone: a payload of 8000 bytes would fail the change itself (SB-TRAP-26).
    perform pg_notify('realtime_outbox', v_id::text);
    return null;
end;
$$;

comment on function private.enqueue() is 'Trigger: writes a change to the outbox, and wakes the senders when it commits.';

alter function private.enqueue() owner to definer_writer;

revoke execute on function private.enqueue() from public;
