-- What takes place, whenever it does.

create table events (
    id uuid not null default gen_random_uuid(),
    ulid ulid not null default new_ulid(),
    name text not null,
    description text,
    lifecycle_state text not null default 'draft',
    event_status text not null default 'https://schema.org/EventScheduled',
    organizer_id uuid,
    primary_venue_id uuid,
    virtual_url web_address,
    series_id uuid,
    -- TG-TRAP-26: immutable, of this row alone, never null, and the same for any white space.
    dedup_hash text generated always as (
        md5(
            lower(btrim(regexp_replace(name, '\s+', ' ', 'g'))) || '|' || coalesce(primary_venue_id::text, '') || '|'
            || coalesce(virtual_url::text, '')
        )
    ) stored,
    license_url web_address not null default 'https://creativecommons.org/publicdomain/zero/1.0/',
    license_status text not null default 'cc0',
    takedown_requested boolean not null default false,
    origin_node_id uuid,
    federation_uri web_address,
    source_payload jsonb,
    merged_into_id uuid,
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint events_pkey primary key (id),
    -- TG-INV-02
    constraint events_ulid_key unique (ulid),
    -- TG-INV-03
    constraint events_federation_uri_key unique (federation_uri),
    constraint events_organizer_id_fkey foreign key (organizer_id) references organizations (id),
    constraint events_primary_venue_id_fkey foreign key (primary_venue_id) references places (id),
    constraint events_series_id_fkey foreign key (series_id) references event_series (id),
    constraint events_origin_node_id_fkey foreign key (origin_node_id) references federation_nodes (id),
    constraint events_merged_into_id_fkey foreign key (merged_into_id) references events (id),
    constraint events_name_not_blank check (name ~ '[^[:space:]]'),
    -- TG-INV-01
    constraint events_somewhere check (primary_venue_id is not null or virtual_url is not null),
    -- TG-INV-04, TG-TRAP-05
    constraint events_lifecycle_state_known check (
        lifecycle_state in ('draft', 'published', 'postponed', 'rescheduled', 'cancelled', 'completed', 'deleted')
    ),
    constraint events_event_status_known check (
        event_status in (
            'https://schema.org/EventScheduled',
            'https://schema.org/EventCancelled',
            'https://schema.org/EventPostponed',
            'https://schema.org/EventRescheduled',
            'https://schema.org/EventMovedOnline'
        )
    ),
    -- What is told to the outside is what is known inside. A deleted event keeps what it was.
    constraint events_status_fits_state check (
        case lifecycle_state
            when 'cancelled' then event_status = 'https://schema.org/EventCancelled'
            when 'postponed' then event_status = 'https://schema.org/EventPostponed'
            when 'rescheduled' then event_status = 'https://schema.org/EventRescheduled'
            when 'deleted' then true
            else event_status in ('https://schema.org/EventScheduled', 'https://schema.org/EventMovedOnline')
        end
    ),
    constraint events_license_status_known check (license_status in ('cc0', 'cc-by', 'proprietary', 'unknown')),
    -- TG-TRAP-46: nothing is given away by one column and kept by the other.
    constraint events_license_fits_url check (
        (license_status = 'cc0') = (license_url = 'https://creativecommons.org/publicdomain/zero/1.0/')
    ),
    -- TG-RULE-02
    constraint events_remote_has_uri check (origin_node_id is null or federation_uri is not null),
    constraint events_merged_into_another check (merged_into_id is null or merged_into_id <> id),
    constraint events_merged_is_deleted check (merged_into_id is null or lifecycle_state = 'deleted'),
    constraint events_deleted_at_if_deleted check ((lifecycle_state = 'deleted') = (deleted_at is not null))
);

-- Of most values there are too many rows for an index on the state alone (TG-TRAP-40).
create index idx_events_lifecycle on events (lifecycle_state, updated_at);
create index idx_events_search_vector on events using gin (event_document(name, description));
create index idx_events_name_trgm on events using gin (name gin_trgm_ops);
create index idx_events_dedup_hash on events (dedup_hash) where lifecycle_state <> 'deleted';
create index idx_events_source_payload on events using gin (source_payload jsonb_path_ops);
create index idx_events_organizer on events (organizer_id);
create index idx_events_primary_venue on events (primary_venue_id);
create index idx_events_series on events (series_id);
create index idx_events_origin on events (origin_node_id);
create index idx_events_merged_into on events (merged_into_id);

create trigger events_set_updated_at
    before update on events
    for each row execute function set_updated_at('dedup_hash');

create trigger events_identity
    before update on events
    for each row execute function guard_event_identity();

create trigger events_lifecycle
    before update on events
    for each row when (old.lifecycle_state is distinct from new.lifecycle_state)
    execute function guard_lifecycle_transition(
        'draft>published', 'draft>deleted',
        'published>completed', 'published>postponed', 'published>cancelled', 'published>deleted',
        'postponed>rescheduled', 'postponed>cancelled',
        'rescheduled>published', 'rescheduled>completed', 'rescheduled>cancelled', 'rescheduled>postponed',
        'cancelled>deleted', 'completed>deleted'
    );

-- TG-INV-11: before any row is locked.
create trigger events_outbox_turn
    before insert or update or delete on events
    for each statement execute function take_outbox_turn();

create trigger events_change_trigger
    after insert or update or delete on events
    for each row execute function capture_event_change();

create trigger events_history
    after insert or update or delete on events
    for each row execute function log_event_history('id');

-- TG-TRAP-49
create trigger events_no_truncate
    before truncate on events
    for each statement execute function refuse_truncate();

grant select, insert, update, delete on events to sel_app;
grant select on events to sel_readonly;

comment on table events is
    'One row per event (schema:Event): what it is, and not when. Each change leaves a row in event_changes and one in event_history.';
comment on column events.id is 'Key of the event on this node; never changes (schema:identifier).';
comment on column events.ulid is 'Public key, 26 characters, part of its address; never changes (schema:identifier).';
comment on column events.name is 'Name (schema:name).';
comment on column events.description is
    'What it is about; null where not told. Leaves the node only under CC0 (schema:description).';
comment on column events.lifecycle_state is
    'draft, published, postponed, rescheduled, cancelled, completed or deleted (merged or spam); see guard_lifecycle_transition() (schema:creativeWorkStatus).';
comment on column events.event_status is
    'Address of schema.org for EventScheduled, EventCancelled, EventPostponed, EventRescheduled or EventMovedOnline; goes with lifecycle_state (schema:eventStatus).';
comment on column events.organizer_id is 'Who organises it; null where not known (schema:organizer).';
comment on column events.primary_venue_id is
    'Where it takes place, unless an occurrence says otherwise; null for online events (schema:location).';
comment on column events.virtual_url is
    'Where it takes place online; null where it does not. With a venue too: both (schema:url).';
comment on column events.series_id is 'Series that it belongs to; null where it stands alone (schema:superEvent).';
comment on column events.dedup_hash is
    'MD5 of the name in lower case and without spare white space, the venue and the online address, in hexadecimal: equal for what may be the same event (sel:dedupHash).';
comment on column events.license_url is 'Licence of the text (schema:license).';
comment on column events.license_status is
    'Kind of that licence: cc0, cc-by, proprietary or unknown (schema:usageInfo).';
comment on column events.takedown_requested is
    'Whether somebody asked to remove it; then nothing of it leaves the node (sel:takedownRequested).';
comment on column events.origin_node_id is
    'Node that it comes from; null: this one. Never changes once set (schema:provider).';
comment on column events.federation_uri is
    'Its address in the federation, given by its origin; null for our own that have none yet. Never changes once set (schema:sameAs).';
comment on column events.source_payload is 'What was received, exactly as it was; null for our own (schema:isBasedOn).';
comment on column events.merged_into_id is
    'Event that it turned out to be; null unless deleted for that reason (schema:isSimilarTo).';
comment on column events.deleted_at is 'When it went to the state deleted; null in all others (sel:deletedAt).';
comment on column events.created_at is 'When the row was made (schema:dateCreated).';
comment on column events.updated_at is 'When the row last changed (schema:dateModified).';
