-- pgplumb: migration add_federation
-- pgplumb: engine native: migra does not see a comment (comment on function public.apply_remote_batch(uuid, jsonb)) and 57 more
-- pgplumb: before ece30b5624286bec4dca6d7790ab2c16bc52e3f1c657ab96603fdbe349427839
-- pgplumb: after 7a5a10b73b4e6b71aaf29a61d4793c8a546d64c0add997b9118a2d83f1d28c30
-- pgplumb: hazard table_rewrite: table public.events is written anew, with all its indexes, because the type of column public.events.federation_uri is a domain that checks its values
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while it is written anew
-- pgplumb: hazard data_dependent: table public.events may hold duplicates under the unique constraint events_federation_uri_key
-- pgplumb: hazard index_build: the index of the unique constraint events_federation_uri_key on table public.events is built
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while the index of the unique constraint events_federation_uri_key is built
-- pgplumb: hazard data_dependent: rows of table public.events may violate events_remote_has_uri
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_remote_has_uri
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while it is read in full
-- pgplumb: hazard index_build: index public.events.idx_events_origin is built
-- pgplumb: hazard blocks_writes: table public.events cannot be written while index public.events.idx_events_origin is built
-- pgplumb: hazard data_dependent: rows of table public.events may refer to rows that are not there (events_origin_node_id_fkey)
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_origin_node_id_fkey
-- pgplumb: hazard blocks_writes: table public.events cannot be written while it is read in full
-- pgplumb: hazard table_rewrite: table public.places is written anew, with all its indexes, because the type of column public.places.federation_uri is a domain that checks its values
-- pgplumb: hazard blocks_reads: table public.places cannot be read or written while it is written anew
-- pgplumb: hazard data_dependent: table public.places may hold duplicates under the unique constraint places_federation_uri_key
-- pgplumb: hazard index_build: the index of the unique constraint places_federation_uri_key on table public.places is built
-- pgplumb: hazard blocks_reads: table public.places cannot be read or written while the index of the unique constraint places_federation_uri_key is built
-- pgplumb: hazard data_dependent: rows of table public.places may refer to rows that are not there (places_origin_node_id_fkey)
-- pgplumb: hazard table_scan: table public.places is read in full: every row must satisfy places_origin_node_id_fkey
-- pgplumb: hazard blocks_writes: table public.places cannot be written while it is read in full
-- pgplumb: hazard index_build: index public.places.idx_places_origin is built
-- pgplumb: hazard blocks_writes: table public.places cannot be written while index public.places.idx_places_origin is built

SET LOCAL check_function_bodies = off;

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
    insert into event_changes (event_id, action, changed_fields, snapshot, origin_node_id)
    select e.id, 'update', array[tg_argv[0]], to_jsonb(e) || event_parts(e.id), e.origin_node_id
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
    if new.id <> old.id
        or new.ulid <> old.ulid
        or (old.federation_uri is not null and new.federation_uri is distinct from old.federation_uri)
        or (old.origin_node_id is not null and new.origin_node_id is distinct from old.origin_node_id)
    then
        raise check_violation using
            message = format('event %s keeps its id, ulid, federation_uri and origin_node_id', old.id),
            hint = 'Others refer to the event by them.',
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_event_identity() IS 'Trigger: refuses (23514) another id or ulid, and another federation_uri or origin_node_id once there is one.';

CREATE OR REPLACE FUNCTION public.guard_sync_cursor()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if new.last_sync_cursor is null or new.last_sync_cursor < old.last_sync_cursor then
        raise check_violation using
            message = format('the cursor of %s cannot go back from %s', new.node_domain, old.last_sync_cursor),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_sync_cursor() IS 'Trigger: refuses (23514) a sync cursor that goes back.';

CREATE OR REPLACE FUNCTION public.import_place(p_node_id uuid, p_place jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_id uuid;
begin
    if p_place ->> 'ulid' is null then
        return null;
    end if;
    insert into places (ulid, name, city, region, country, latitude, longitude, origin_node_id)
    values (
        p_place ->> 'ulid', p_place ->> 'name', p_place ->> 'city', p_place ->> 'region', p_place ->> 'country',
        (p_place ->> 'latitude')::double precision, (p_place ->> 'longitude')::double precision, p_node_id
    )
    on conflict (ulid) do nothing;
    select p.id into v_id from places p where p.ulid = p_place ->> 'ulid';
    return v_id;
end;
$function$;

COMMENT ON FUNCTION public.import_place(uuid, jsonb) IS 'The place that another node describes, made where we have none of that ulid. Null where nothing is described.';

REVOKE ALL ON FUNCTION public.import_place(uuid, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION public.import_place(uuid, jsonb) TO sel_app;

CREATE OR REPLACE FUNCTION public.place_reference(p_place_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT jsonb_build_object('ulid', p.ulid, 'name', p.name, 'city', p.city, 'region', p.region, 'country', p.country, 'latitude', p.latitude, 'longitude', p.longitude) AS jsonb_build_object
    FROM public.places p
   WHERE (p.id = place_reference.p_place_id);
END;

COMMENT ON FUNCTION public.place_reference(uuid) IS 'What import_place() of another node takes; null where there is no such place.';

COMMENT ON TABLE public.event_changes IS 'One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at. For this node: what others may know is federation_feed.';

ALTER TABLE public.event_changes ADD COLUMN origin_node_id uuid;

COMMENT ON COLUMN public.event_changes.origin_node_id IS 'Node that the event comes from; null: this one.';

ALTER TABLE public.events ADD COLUMN federation_uri public.web_address;

ALTER TABLE public.events ADD COLUMN origin_node_id uuid;

ALTER TABLE public.events ADD CONSTRAINT events_federation_uri_key UNIQUE (federation_uri);

ALTER TABLE public.events ADD CONSTRAINT events_remote_has_uri CHECK (((origin_node_id IS NULL) OR (federation_uri IS NOT NULL)));

CREATE INDEX idx_events_origin ON public.events USING btree (origin_node_id);

COMMENT ON COLUMN public.events.federation_uri IS 'Its address in the federation, given by its origin; null for our own that have none yet. Never changes once set (schema:sameAs).';

COMMENT ON COLUMN public.events.origin_node_id IS 'Node that it comes from; null: this one. Never changes once set (schema:provider).';

CREATE TABLE public.federation_nodes (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    node_domain text NOT NULL,
    display_name text NOT NULL,
    base_url public.web_address,
    is_self boolean DEFAULT false NOT NULL,
    trust_level public.trust_level DEFAULT 5 NOT NULL,
    sync_enabled boolean DEFAULT true NOT NULL,
    last_sync_cursor bigint,
    last_sync_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT federation_nodes_pkey PRIMARY KEY (id),
    CONSTRAINT federation_nodes_node_domain_key UNIQUE (node_domain),
    CONSTRAINT federation_nodes_cursor_not_negative CHECK (((last_sync_cursor IS NULL) OR (last_sync_cursor >= 0))),
    CONSTRAINT federation_nodes_display_name_not_blank CHECK ((display_name ~ '[^[:space:]]'::text)),
    CONSTRAINT federation_nodes_node_domain_shape CHECK ((node_domain ~ '^[a-z0-9-]+([.][a-z0-9-]+)*$'::text))
);

CREATE OR REPLACE FUNCTION public.apply_remote_change(p_node_id uuid, p_change jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.apply_remote_batch(p_node_id uuid, p_changes jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_change jsonb;
    v_cursor bigint;
begin
    -- TG-INV-22: a batch and its cursor are one statement, and so one transaction.
    for v_change in
        select r from jsonb_array_elements(p_changes) as t (r) order by (r ->> 'sequence_number')::bigint
    loop
        perform apply_remote_change(p_node_id, v_change);
    end loop;
    select n.last_sync_cursor into v_cursor from federation_nodes n where n.id = p_node_id;
    return v_cursor;
end;
$function$;

COMMENT ON FUNCTION public.apply_remote_batch(uuid, jsonb) IS 'Applies a batch of changes (a JSON array, in any order) of a node, all or none. Returns the cursor to go on from; null where nothing was ever applied.';

REVOKE ALL ON FUNCTION public.apply_remote_batch(uuid, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION public.apply_remote_batch(uuid, jsonb) TO sel_app;

COMMENT ON FUNCTION public.apply_remote_change(uuid, jsonb) IS 'Applies one change that a node tells of (an element of its federation_feed) and moves its cursor. Returns whether anything was to be done.';

REVOKE ALL ON FUNCTION public.apply_remote_change(uuid, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION public.apply_remote_change(uuid, jsonb) TO sel_app;

ALTER TABLE public.events ADD CONSTRAINT events_origin_node_id_fkey FOREIGN KEY (origin_node_id) REFERENCES public.federation_nodes(id);

CREATE UNIQUE INDEX idx_federation_nodes_self ON public.federation_nodes USING btree (is_self) WHERE is_self;

CREATE TRIGGER federation_nodes_cursor BEFORE UPDATE ON public.federation_nodes FOR EACH ROW WHEN ((old.last_sync_cursor IS DISTINCT FROM new.last_sync_cursor)) EXECUTE FUNCTION public.guard_sync_cursor();

CREATE TRIGGER federation_nodes_set_updated_at BEFORE UPDATE ON public.federation_nodes FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.federation_nodes.base_url IS 'Where the node''s interface is; null where not known.';

COMMENT ON COLUMN public.federation_nodes.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.federation_nodes.display_name IS 'Name for people.';

COMMENT ON COLUMN public.federation_nodes.id IS 'Key of the node on this node.';

COMMENT ON COLUMN public.federation_nodes.is_self IS 'Whether this is us; true for at most one row.';

COMMENT ON COLUMN public.federation_nodes.last_sync_at IS 'When a change was last applied; null before the first.';

COMMENT ON COLUMN public.federation_nodes.last_sync_cursor IS 'Number of the last change of that node that was applied here, by the node''s own count; null before the first. It never goes back.';

COMMENT ON COLUMN public.federation_nodes.node_domain IS 'Domain name in lower case, which is the node''s name everywhere, such as toronto.togather.foundation.';

COMMENT ON COLUMN public.federation_nodes.sync_enabled IS 'Whether its changes are fetched.';

COMMENT ON COLUMN public.federation_nodes.trust_level IS 'How far the node is trusted: 10 official, 5 community, 1 unverified.';

COMMENT ON COLUMN public.federation_nodes.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.federation_nodes IS 'One row per node that we follow or have heard of, and one for this node.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.federation_nodes TO sel_app;

GRANT SELECT ON TABLE public.federation_nodes TO sel_readonly;

ALTER TABLE public.places ADD COLUMN federation_uri public.web_address;

ALTER TABLE public.places ADD COLUMN origin_node_id uuid;

ALTER TABLE public.places ADD CONSTRAINT places_federation_uri_key UNIQUE (federation_uri);

ALTER TABLE public.places ADD CONSTRAINT places_origin_node_id_fkey FOREIGN KEY (origin_node_id) REFERENCES public.federation_nodes(id);

CREATE INDEX idx_places_origin ON public.places USING btree (origin_node_id);

COMMENT ON COLUMN public.places.federation_uri IS 'Its address in the federation; null while it has none (schema:sameAs).';

COMMENT ON COLUMN public.places.origin_node_id IS 'Node that told of it; null: this one (sel:originNode).';

CREATE VIEW public.federation_export AS
 SELECT id,
    ulid,
    name,
        CASE
            WHEN (license_status = 'cc0'::text) THEN description
            ELSE NULL::text
        END AS description,
    lifecycle_state,
    event_status,
    organizer_id,
    primary_venue_id,
    virtual_url,
    license_url,
    license_status,
    origin_node_id,
    federation_uri,
    updated_at
   FROM public.events e
  WHERE ((lifecycle_state = ANY (ARRAY['published'::text, 'postponed'::text, 'rescheduled'::text, 'cancelled'::text, 'completed'::text])) AND (NOT takedown_requested));

CREATE OR REPLACE FUNCTION public.event_json_ld(p_event_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT jsonb_strip_nulls(jsonb_build_object('@context', 'https://schema.org', '@type', 'Event', '@id', x.federation_uri, 'identifier', x.ulid, 'name', x.name, 'description', x.description, 'eventStatus', x.event_status, 'url', x.virtual_url, 'license', x.license_url, 'location',
         CASE
             WHEN (p.id IS NOT NULL) THEN jsonb_build_object('@type', 'Place', 'name', p.name, 'address', jsonb_build_object('@type', 'PostalAddress', 'streetAddress', p.street_address, 'addressLocality', p.city, 'addressRegion', p.region, 'postalCode', p.postal_code, 'addressCountry', p.country))
             ELSE NULL::jsonb
         END, 'organizer',
         CASE
             WHEN (g.id IS NOT NULL) THEN jsonb_build_object('@type', 'Organization', 'name', g.name)
             ELSE NULL::jsonb
         END, 'subEvent', ( SELECT jsonb_agg(jsonb_build_object('@type', 'Event', 'startDate', o.start_time, 'endDate', o.end_time, 'doorTime', o.door_time) ORDER BY o.start_time, o.id) AS jsonb_agg
            FROM public.event_occurrences o
           WHERE (o.event_id = x.id)))) AS jsonb_strip_nulls
    FROM ((public.federation_export x
      LEFT JOIN public.places p ON ((p.id = x.primary_venue_id)))
      LEFT JOIN public.organizations g ON ((g.id = x.organizer_id)))
   WHERE (x.id = event_json_ld.p_event_id);
END;

COMMENT ON FUNCTION public.event_json_ld(uuid) IS 'An event that may leave the node as JSON-LD in the vocabulary of schema.org; null for any other.';

COMMENT ON COLUMN public.federation_export.description IS 'Text about it; null unless it is CC0.';

COMMENT ON COLUMN public.federation_export.event_status IS 'Its status as an address of schema.org.';

COMMENT ON COLUMN public.federation_export.federation_uri IS 'Its address in the federation; null while it has none.';

COMMENT ON COLUMN public.federation_export.id IS 'Key of the event on this node.';

COMMENT ON COLUMN public.federation_export.license_status IS 'Kind of that licence: cc0, cc-by, proprietary or unknown.';

COMMENT ON COLUMN public.federation_export.license_url IS 'Licence of the text.';

COMMENT ON COLUMN public.federation_export.lifecycle_state IS 'published, postponed, rescheduled, cancelled or completed.';

COMMENT ON COLUMN public.federation_export.name IS 'Name.';

COMMENT ON COLUMN public.federation_export.organizer_id IS 'Who organises it; null where not known.';

COMMENT ON COLUMN public.federation_export.origin_node_id IS 'Node it comes from; null: this one.';

COMMENT ON COLUMN public.federation_export.primary_venue_id IS 'Where it takes place; null for online events.';

COMMENT ON COLUMN public.federation_export.ulid IS 'Public key.';

COMMENT ON COLUMN public.federation_export.updated_at IS 'When it last changed.';

COMMENT ON COLUMN public.federation_export.virtual_url IS 'Where it takes place online; null where it does not.';

COMMENT ON VIEW public.federation_export IS 'One row per event that was published and is neither deleted nor to be taken down; without text that is not ours to give.';

GRANT SELECT ON TABLE public.federation_export TO sel_app;

GRANT SELECT ON TABLE public.federation_export TO sel_readonly;

CREATE VIEW public.federation_feed AS
 SELECT c.sequence_number,
    c.event_id,
        CASE
            WHEN t.is_gone THEN 'delete'::text
            ELSE c.action
        END AS action,
        CASE
            WHEN (NOT t.is_gone) THEN c.changed_fields
            ELSE NULL::text[]
        END AS changed_fields,
        CASE
            WHEN t.is_gone THEN t.identity
            ELSE ((t.identity || (c.snapshot - ARRAY['id'::text, 'description'::text, 'source_payload'::text, 'series_id'::text, 'organizer_id'::text, 'primary_venue_id'::text, 'origin_node_id'::text, 'merged_into_id'::text, 'occurrences'::text, 'performers'::text, 'takedown_requested'::text, 'dedup_hash'::text, 'deleted_at'::text, 'federation_uri'::text])) || jsonb_build_object('description',
            CASE
                WHEN (((c.snapshot ->> 'license_status'::text) = 'cc0'::text) AND ((l.snapshot ->> 'license_status'::text) = 'cc0'::text)) THEN (c.snapshot -> 'description'::text)
                ELSE NULL::jsonb
            END, 'place', public.place_reference(((c.snapshot ->> 'primary_venue_id'::text))::uuid), 'occurrences', ( SELECT COALESCE(jsonb_agg(((o.part - ARRAY['id'::text, 'venue_id'::text, 'sequence_number'::text, 'created_at'::text, 'updated_at'::text]) || jsonb_build_object('place', public.place_reference(((o.part ->> 'venue_id'::text))::uuid))) ORDER BY o.ordinality), '[]'::jsonb) AS "coalesce"
               FROM jsonb_array_elements(COALESCE((c.snapshot -> 'occurrences'::text), '[]'::jsonb)) WITH ORDINALITY o(part, ordinality))))
        END AS snapshot,
    c.changed_at,
    c.origin_node_id
   FROM ((((public.event_changes c
     CROSS JOIN LATERAL ( SELECT x.snapshot
           FROM public.event_changes x
          WHERE (x.event_id = c.event_id)
          ORDER BY x.sequence_number DESC
         LIMIT 1) l)
     LEFT JOIN public.federation_nodes n ON ((n.id = c.origin_node_id)))
     LEFT JOIN public.federation_nodes self ON (self.is_self))
     CROSS JOIN LATERAL ( SELECT ((c.action = 'delete'::text) OR ((c.snapshot ->> 'takedown_requested'::text))::boolean OR ((l.snapshot ->> 'takedown_requested'::text))::boolean) AS is_gone,
            jsonb_build_object('ulid', (c.snapshot -> 'ulid'::text), 'federation_uri', COALESCE((c.snapshot ->> 'federation_uri'::text), ((('https://'::text || self.node_domain) || '/events/'::text) || (c.snapshot ->> 'ulid'::text))), 'origin_domain', COALESCE(n.node_domain, self.node_domain)) AS identity) t)
  WHERE (((c.snapshot ->> 'lifecycle_state'::text) <> 'draft'::text) AND (EXISTS ( SELECT
           FROM public.event_changes p
          WHERE ((p.event_id = c.event_id) AND (p.sequence_number <= c.sequence_number) AND ((p.snapshot ->> 'lifecycle_state'::text) <> ALL (ARRAY['draft'::text, 'deleted'::text]))))));

COMMENT ON COLUMN public.federation_feed.action IS 'create, update or delete; what the receiver does not have it makes, whichever of the first two it is.';

COMMENT ON COLUMN public.federation_feed.changed_at IS 'When the change was made.';

COMMENT ON COLUMN public.federation_feed.changed_fields IS 'Columns that changed, occurrences or performers; null unless action is update.';

COMMENT ON COLUMN public.federation_feed.event_id IS 'Key of the event on this node.';

COMMENT ON COLUMN public.federation_feed.origin_node_id IS 'Node that the event comes from, which is not told its own news; null: this one.';

COMMENT ON COLUMN public.federation_feed.sequence_number IS 'Place of the change; who has read up to one goes on after it.';

COMMENT ON COLUMN public.federation_feed.snapshot IS 'The event after the change, with ulid, federation_uri, origin_domain, its place and occurrences; for a delete the first three alone.';

COMMENT ON VIEW public.federation_feed IS 'One row per change that other nodes may know of, in the order of sequence_number. Needs the row of this node in federation_nodes.';

GRANT SELECT ON TABLE public.federation_feed TO sel_app;

GRANT SELECT ON TABLE public.federation_feed TO sel_readonly;
