-- What was scanned at the gates.

create table ticket_validations (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    ticket_id uuid,
    event_id uuid not null,
    qr_code_hash text not null,
    validated_by uuid not null,
    device_id text,
    result text not null,
    validated_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ticket_validations_pkey primary key (id),
    constraint ticket_validations_ticket_fkey foreign key (ticket_id, organization_id)
        references tickets (id, organization_id) on delete restrict,
    constraint ticket_validations_event_fkey foreign key (event_id, organization_id)
        references events (id, organization_id) on delete restrict,
    constraint ticket_validations_validated_by_fkey foreign key (validated_by)
        references users (id) on delete restrict,
    constraint ticket_validations_result_known check (
        result in ('ACCEPTED', 'ALREADY_USED', 'INVALID', 'WRONG_EVENT')
    ),
    constraint ticket_validations_qr_code_hash_length check (char_length(qr_code_hash) <= 200),
    constraint ticket_validations_device_id_not_blank check (device_id is null or btrim(device_id) <> ''),
    constraint ticket_validations_ticket_if_known check (result = 'INVALID' or ticket_id is not null),
    constraint ticket_validations_updated_after_created check (updated_at >= created_at)
);

-- SE-INV-11, and the last word on it.
create unique index idx_ticket_validations_accepted on ticket_validations (ticket_id) where result = 'ACCEPTED';
create index idx_ticket_validations_ticket on ticket_validations (ticket_id, validated_at desc);
create index idx_ticket_validations_event on ticket_validations (event_id, validated_at desc);
create index idx_ticket_validations_validated_by on ticket_validations (validated_by);

create trigger ticket_validations_append_only
    before update on ticket_validations
    for each row execute function forbid_change('the log stays as it was written');

alter table ticket_validations enable row level security;
alter table ticket_validations force row level security;

create policy ticket_validations_staff on ticket_validations for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy ticket_validations_jobs on ticket_validations to seat_jobs
    using (true) with check (true);

-- Written by validate_ticket() alone. Old rows may go for good: it is a log, and not soft deleted (SE-RULE-02).
grant select on ticket_validations to seat_staff;
grant select, delete on ticket_validations to seat_jobs;

comment on table ticket_validations is
    'One row per scan, refused ones included. Rows are never changed; jobs remove old ones.';
comment on column ticket_validations.id is 'Key of the scan.';
comment on column ticket_validations.organization_id is 'The organisation at whose gate it was.';
comment on column ticket_validations.ticket_id is 'The ticket; null where no ticket of the organisation has the hash.';
comment on column ticket_validations.event_id is 'Event of the gate.';
comment on column ticket_validations.qr_code_hash is 'What the device read, up to 200 characters of it.';
comment on column ticket_validations.validated_by is 'Account of the staff.';
comment on column ticket_validations.device_id is 'The device, as it calls itself; null where it does not.';
comment on column ticket_validations.result is 'ACCEPTED, ALREADY_USED, WRONG_EVENT or INVALID (unknown, cancelled or refunded).';
comment on column ticket_validations.validated_at is 'When.';
comment on column ticket_validations.created_at is 'When the row was made; it never changes.';
comment on column ticket_validations.updated_at is 'As created_at: rows of the log never change.';
