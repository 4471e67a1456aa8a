-- What was sent to whom, and what came back.

create table app.webhook_deliveries (
    id bigint not null generated always as identity,
    outbox_id bigint not null,
    endpoint text not null,
    status text not null default 'pending',
    attempts integer not null default 0,
    next_attempt_at timestamptz default now(),
    response_code integer,
    last_error text,
    signature text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint webhook_deliveries_pkey primary key (id),
    -- However often a sender comes by, each endpoint has one delivery of a change (SB-INV-12).
    constraint webhook_deliveries_outbox_id_endpoint_key unique (outbox_id, endpoint),
    constraint webhook_deliveries_outbox_id_fkey foreign key (outbox_id)
        references app.realtime_outbox (id) on delete cascade,
    constraint webhook_deliveries_endpoint_shape check (endpoint ~ '^https://[^[:space:]]+$'),
    constraint webhook_deliveries_endpoint_length check (length(endpoint) <= 2000),
    constraint webhook_deliveries_status_known check (status in ('pending', 'delivered', 'failed', 'dead')),
    constraint webhook_deliveries_attempts_bounded check (attempts between 0 and 10),
    constraint webhook_deliveries_response_code_range check (response_code is null or response_code between 100 and 599),
    constraint webhook_deliveries_last_error_length check (last_error is null or length(last_error) <= 2000),
    constraint webhook_deliveries_signature_shape check (signature ~ '^sha256=[0-9a-f]{64}$'),
    -- Who is still to be asked has a time for it, and nobody else.
    constraint webhook_deliveries_next_attempt check (
        (status in ('pending', 'failed')) = (next_attempt_at is not null)
    )
);

alter table app.webhook_deliveries owner to app_owner;

create index webhook_deliveries_due on app.webhook_deliveries (next_attempt_at) where status in ('pending', 'failed');

create trigger webhook_deliveries_set_updated_at
    before update on app.webhook_deliveries
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create trigger webhook_deliveries_transition
    before update on app.webhook_deliveries
    for each row when (old.status is distinct from new.status)
    execute function private.delivery_transition();

alter table app.webhook_deliveries enable row level security;
alter table app.webhook_deliveries force row level security;

create policy webhook_deliveries_service on app.webhook_deliveries to service_role using (true) with check (true);

grant select, insert, delete on app.webhook_deliveries to service_role;
grant update (status, attempts, next_attempt_at, response_code, last_error) on app.webhook_deliveries to service_role;

comment on table app.webhook_deliveries is 'One row per change and endpoint.';
comment on column app.webhook_deliveries.id is 'Key of the delivery.';
comment on column app.webhook_deliveries.outbox_id is 'Which change; goes with it.';
comment on column app.webhook_deliveries.endpoint is 'Where to: an address of https, up to 2000 characters.';
comment on column app.webhook_deliveries.status is 'pending, then delivered, failed (tried again) or dead (given up).';
comment on column app.webhook_deliveries.attempts is 'How often it was tried, up to 10.';
comment on column app.webhook_deliveries.next_attempt_at is 'When to try next; null: delivered or given up.';
comment on column app.webhook_deliveries.response_code is 'HTTP status of the last answer, 100 to 599; null: none came.';
comment on column app.webhook_deliveries.last_error is 'What went wrong last, up to 2000 characters; null: nothing did.';
comment on column app.webhook_deliveries.signature is 'HMAC of the body, by which the receiver knows us: sha256= and 64 hexadecimal digits.';
comment on column app.webhook_deliveries.created_at is 'When the row was made.';
comment on column app.webhook_deliveries.updated_at is 'When the row last changed.';
