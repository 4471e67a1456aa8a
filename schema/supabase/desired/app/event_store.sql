-- What happened to what, in order: present rows can be made from it again, and it is never written over.

create table app.event_store (
    global_seq bigint not null generated always as identity,
    aggregate_type text not null,
    aggregate_id uuid not null,
    version integer not null,
    tenant_id uuid not null,
    event_type text not null,
    payload jsonb not null,
    metadata jsonb not null default '{}',
    actor uuid,
    occurred_at timestamptz not null default clock_timestamp(),
    written_in xid8 not null default pg_current_xact_id(),
    constraint event_store_pkey primary key (global_seq),
    -- SB-INV-10: of two that append the same version one wins.
    constraint event_store_aggregate_id_version_key unique (aggregate_id, version),
    constraint event_store_version_counts check (version > 0),
    constraint event_store_aggregate_type_shape check (aggregate_type ~ '^[a-z][a-z_]{0,39}$'),
    constraint event_store_event_type_shape check (event_type ~ '^[a-z][a-z_]{0,39}\.[a-z][a-z_]{0,39}$'),
    constraint event_store_payload_object check (jsonb_typeof(payload) = 'object'),
    constraint event_store_payload_size check (octet_length(payload::text) <= 65536),
    constraint event_store_metadata_object check (jsonb_typeof(metadata) = 'object'),
    constraint event_store_metadata_size check (octet_length(metadata::text) <= 8192)
);

alter table app.event_store owner to app_owner;

create index event_store_tenant_id on app.event_store (tenant_id, global_seq);
-- Readers go by transaction: numbers are given out before they are committed, and in another order.
create index event_store_reading on app.event_store (written_in, global_seq);

create trigger event_store_next_version
    before insert on app.event_store
    for each row execute function private.check_event_version();

create trigger event_store_refuse_change
    before update or delete on app.event_store
    for each row execute function private.refuse_change();

create trigger event_store_refuse_truncate
    before truncate on app.event_store
    for each statement execute function private.refuse_change();

alter table app.event_store enable row level security;
alter table app.event_store force row level security;

create policy event_store_select on app.event_store for select to authenticated
    using (tenant_id = any ((select private.tenants_with('admin'))::uuid[]));
create policy event_store_open on app.event_store as restrictive for select to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy event_store_definer_read on app.event_store for select to definer_writer using (true);
create policy event_store_definer_write on app.event_store for insert to definer_writer with check (true);
create policy event_store_service on app.event_store for select to service_role using (true);

-- Admins see what happened. What was in it is for services: it may be of private documents (SB-TRAP-36).
grant select (global_seq, aggregate_type, aggregate_id, version, tenant_id, event_type, actor, occurred_at)
    on app.event_store to authenticated;
grant select on app.event_store to service_role;
grant select, insert on app.event_store to definer_writer;

comment on table app.event_store is 'One row per event, only ever added, by functions and triggers. Has no foreign keys: it outlives what it tells of.';
comment on column app.event_store.global_seq is 'Key; in order within a transaction, with gaps.';
comment on column app.event_store.aggregate_type is 'What kind of thing it happened to, such as document.';
comment on column app.event_store.aggregate_id is 'To which one.';
comment on column app.event_store.version is 'The how-manieth event of that thing: 1, 2, 3 without gaps.';
comment on column app.event_store.tenant_id is 'Whose the thing is; the same for all its events.';
comment on column app.event_store.event_type is 'What happened, as kind.verb: document.created.';
comment on column app.event_store.payload is 'What it changed: a JSON object of columns and their new values, up to 64 KiB.';
comment on column app.event_store.metadata is 'Where it came from: request_id and trace_id, where they were said.';
comment on column app.event_store.actor is 'Who did it: an account, which may be gone; null: a service.';
comment on column app.event_store.occurred_at is 'When it happened.';
comment on column app.event_store.written_in is 'The transaction that wrote it, by which readers go; of this server alone.';
