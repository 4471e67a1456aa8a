-- pgplumb: migration add_federation
-- pgplumb: engine native: migra does not see a comment (comment on function public.apply_remote_batch(uuid, jsonb)) and 57 more
-- pgplumb: before 7a5a10b73b4e6b71aaf29a61d4793c8a546d64c0add997b9118a2d83f1d28c30
-- pgplumb: after ece30b5624286bec4dca6d7790ab2c16bc52e3f1c657ab96603fdbe349427839
-- pgplumb: hazard data_loss: lost for good: column public.event_changes.origin_node_id
-- pgplumb: hazard data_loss: lost for good: column public.events.federation_uri
-- pgplumb: hazard data_loss: lost for good: column public.events.origin_node_id
-- pgplumb: hazard data_loss: lost for good: rows of table public.federation_nodes
-- pgplumb: hazard data_loss: lost for good: column public.places.federation_uri
-- pgplumb: hazard data_loss: lost for good: column public.places.origin_node_id
-- pgplumb: loses column public.event_changes.origin_node_id
-- pgplumb: loses column public.events.federation_uri
-- pgplumb: loses column public.events.origin_node_id
-- pgplumb: loses rows of table public.federation_nodes
-- pgplumb: loses column public.places.federation_uri
-- pgplumb: loses column public.places.origin_node_id

SET LOCAL check_function_bodies = off;

DROP VIEW public.federation_feed;

ALTER TABLE public.events DROP CONSTRAINT events_federation_uri_key;

ALTER TABLE public.events DROP CONSTRAINT events_origin_node_id_fkey;

ALTER TABLE public.events DROP CONSTRAINT events_remote_has_uri;

DROP INDEX public.idx_events_origin;

ALTER TABLE public.places DROP CONSTRAINT places_federation_uri_key;

ALTER TABLE public.places DROP CONSTRAINT places_origin_node_id_fkey;

DROP INDEX public.idx_places_origin;

DROP FUNCTION public.apply_remote_batch(uuid, jsonb);

DROP FUNCTION public.apply_remote_change(uuid, jsonb);

DROP FUNCTION public.event_json_ld(uuid);

DROP VIEW public.federation_export;

DROP FUNCTION public.import_place(uuid, jsonb);

DROP FUNCTION public.place_reference(uuid);

CREATE OR REPLACE FUNCTION public.capture_event_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
    insert into event_changes (event_id, action, changed_fields, snapshot, purged)
    values (
        (coalesce(v_after, v_before) ->> 'id')::uuid,
        v_action,
        case when v_action = 'update' then v_fields end,
        case when tg_op = 'DELETE' then v_before else v_after || event_parts(new.id) end,
        tg_op = 'DELETE'
    );
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.capture_event_part_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end;
begin
    if v_before is not distinct from v_after then
        return null;
    end if;
    -- TG-TRAP-07: an event that takes place at another time has changed. One that is gone has told so itself.
    insert into event_changes (event_id, action, changed_fields, snapshot)
    select e.id, 'update', array[tg_argv[0]], to_jsonb(e) || event_parts(e.id)
    from events e
    where e.id in ((v_before ->> 'event_id')::uuid, (v_after ->> 'event_id')::uuid)
    order by e.id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.guard_event_identity()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if new.id <> old.id or new.ulid <> old.ulid then
        raise check_violation using
            message = format('event %s keeps its id and ulid', old.id),
            hint = 'Others refer to the event by them.',
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_event_identity() IS 'Trigger: refuses (23514) another id or ulid.';

COMMENT ON TABLE public.event_changes IS 'One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at.';

ALTER TABLE public.event_changes DROP COLUMN origin_node_id;

ALTER TABLE public.events DROP COLUMN federation_uri;

ALTER TABLE public.events DROP COLUMN origin_node_id;

DROP TABLE public.federation_nodes;

DROP FUNCTION public.guard_sync_cursor();

ALTER TABLE public.places DROP COLUMN federation_uri;

ALTER TABLE public.places DROP COLUMN origin_node_id;
