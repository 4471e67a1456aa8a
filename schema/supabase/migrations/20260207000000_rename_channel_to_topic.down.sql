-- pgplumb: migration rename_channel_to_topic
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before a9a1440ed989256ab39379347c5941b773db00cb215eded995013b3a1f5f40ee
-- pgplumb: after 06e81455cb2c12c98ddff7644041e1ae66cd1c408c3dac1e4055e9d17ec5632c

SET LOCAL check_function_bodies = off;

ALTER TABLE app.realtime_outbox RENAME COLUMN topic TO channel;

ALTER TABLE app.realtime_outbox RENAME CONSTRAINT realtime_outbox_topic_length TO realtime_outbox_channel_length;

CREATE OR REPLACE FUNCTION private.enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_row constant jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    v_id bigint;
begin
    if tg_op = 'UPDATE' and old is not distinct from new then
        return null;
    end if;
    insert into app.realtime_outbox (tenant_id, channel, event_type, ref_table, ref_id, payload)
    values (
        (v_row ->> 'tenant_id')::uuid, tg_table_name || ':' || (v_row ->> 'tenant_id'), lower(tg_op), tg_table_name,
        (v_row ->> 'id')::uuid, jsonb_strip_nulls(jsonb_build_object('id', v_row -> 'id', 'version', v_row -> 'version'))
    )
    returning id into v_id;
    -- The number alone: a payload of 8000 bytes would fail the change itself (SB-TRAP-26).
    perform pg_notify('realtime_outbox', v_id::text);
    return null;
end;
$function$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE app.realtime_outbox RENAME CONSTRAINT realtime_outbox_topic_not_null TO realtime_outbox_channel_not_null;
    END IF;
END
$$;
