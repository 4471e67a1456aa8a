-- What subscribers are to be told: written with the change, sent after it (SB-INV-12).

create table app.realtime_outbox (
    id bigint not null generated always as identity,
    tenant_id uuid not null,
    topic text not null,
    event_type text not null,
    ref_table text not null,
    ref_id uuid not null,
    payload jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    published_at timestamptz,
    constraint realtime_outbox_pkey primary key (id),
    constraint realtime_outbox_topic_length check (length(topic) between 1 and 200),
    constraint realtime_outbox_event_type_known check (event_type in ('insert', 'update', 'delete')),
    constraint realtime_outbox_payload_object check (jsonb_typeof(payload) = 'object'),
    -- Under the 8000 bytes of NOTIFY, should a sender ever put it there (SB-TRAP-26).
    constraint realtime_outbox_payload_size check (octet_length(payload::text) < 7000)
);

alter table app.realtime_outbox owner to app_owner;

create index realtime_outbox_unpublished on app.realtime_outbox (id) where published_at is null;

alter table app.realtime_outbox enable row level security;
alter table app.realtime_outbox force row level security;

create policy realtime_outbox_definer on app.realtime_outbox for insert to definer_writer with check (true);
create policy realtime_outbox_definer_read on app.realtime_outbox for select to definer_writer using (true);
create policy realtime_outbox_service on app.realtime_outbox to service_role using (true) with check (true);

grant select (id), insert on app.realtime_outbox to definer_writer;
grant select, insert, delete on app.realtime_outbox to service_role;
grant update (published_at) on app.realtime_outbox to service_role;

comment on table app.realtime_outbox is 'One row per change to tell of. Senders take rows in order of id, and may send one twice.';
comment on column app.realtime_outbox.id is 'Key, and what NOTIFY realtime_outbox carries; gaps are normal.';
comment on column app.realtime_outbox.tenant_id is 'Whose change; no foreign key, for it may be the last of a tenant.';
comment on column app.realtime_outbox.topic is 'Who listens: table:tenant.';
comment on column app.realtime_outbox.event_type is 'insert, update or delete.';
comment on column app.realtime_outbox.ref_table is 'The table whose row changed.';
comment on column app.realtime_outbox.ref_id is 'That row''s key.';
comment on column app.realtime_outbox.payload is 'Its id and version, a JSON object under 7000 bytes; readers ask for the rest, under their own policies.';
comment on column app.realtime_outbox.created_at is 'When it changed.';
comment on column app.realtime_outbox.published_at is 'When it was sent; null: not yet.';
