-- What was received about events, as it was.

create table event_sources (
    id uuid not null default gen_random_uuid(),
    event_id uuid not null,
    source_id uuid not null,
    source_event_id text,
    source_url web_address,
    payload jsonb not null,
    payload_hash text not null generated always as (md5(payload::text)) stored,
    retrieved_at timestamptz not null default now(),
    constraint event_sources_pkey primary key (id),
    constraint event_sources_once_key unique nulls not distinct (source_id, source_event_id, payload_hash),
    constraint event_sources_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint event_sources_source_id_fkey foreign key (source_id) references sources (id)
);

create index idx_event_sources_event on event_sources (event_id);

-- TG-TRAP-46
create trigger event_sources_license
    after insert on event_sources
    for each row execute function follow_source_license();

create trigger event_sources_append_only
    before update on event_sources
    for each row execute function refuse_change();

create trigger event_sources_no_truncate
    before truncate on event_sources
    for each statement execute function refuse_change();

-- No right to change or delete: a payload is kept as it came, and goes with its event.
grant select, insert on event_sources to sel_app;
grant select on event_sources to sel_readonly;

comment on table event_sources is
    'One row per document received about an event. Append-only, so without created_at and updated_at; goes with its event.';
comment on column event_sources.id is 'Key of the row.';
comment on column event_sources.event_id is 'The event that it is about.';
comment on column event_sources.source_id is 'Who sent it.';
comment on column event_sources.source_event_id is 'What the source calls the event; null where it has no key.';
comment on column event_sources.source_url is 'Where it was fetched; null where it was sent.';
comment on column event_sources.payload is 'The document, exactly as received.';
comment on column event_sources.payload_hash is
    'MD5 of the document in hexadecimal, by which the same one is known again.';
comment on column event_sources.retrieved_at is 'When it was received.';
