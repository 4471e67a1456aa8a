-- The right of one person to enter.

create table tickets (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    order_id uuid not null,
    order_is_paid boolean not null default true,
    event_id uuid not null,
    section_id uuid not null,
    ticket_tier_id uuid not null,
    seat_id uuid,
    status text not null default 'VALID',
    qr_code_hash text not null,
    price_snapshot numeric(10, 2) not null,
    scanned_at timestamptz,
    scanned_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tickets_pkey primary key (id),
    constraint tickets_id_organization_id_key unique (id, organization_id),
    -- SE-INV-09: with the key below, a ticket has an order that is paid, and such an order stays paid.
    constraint tickets_order_is_paid check (order_is_paid),
    -- SE-INV-05: order, tier, section and seat are of one event and one organisation.
    constraint tickets_order_fkey foreign key (order_id, event_id, organization_id, order_is_paid)
        references orders (id, event_id, organization_id, is_paid) on delete restrict,
    constraint tickets_tier_fkey foreign key (ticket_tier_id, event_id, section_id, organization_id)
        references ticket_tiers (id, event_id, section_id, organization_id) on delete restrict,
    constraint tickets_seat_fkey foreign key (seat_id, section_id, organization_id)
        references seats (id, section_id, organization_id) on delete restrict,
    constraint tickets_scanned_by_fkey foreign key (scanned_by)
        references users (id) on delete restrict,
    constraint tickets_status_known check (status in ('VALID', 'USED', 'CANCELLED', 'REFUNDED')),
    -- SE-INV-13
    constraint tickets_qr_code_hash_shape check (qr_code_hash ~ '^[0-9a-f]{64}$'),
    constraint tickets_price_snapshot_not_negative check (price_snapshot >= 0),
    constraint tickets_scanned_at_if_used check ((status = 'USED') = (scanned_at is not null)),
    constraint tickets_scanned_by_if_used check (scanned_by is null or status = 'USED'),
    constraint tickets_updated_after_created check (updated_at >= created_at)
);

-- SE-INV-01: only tickets that let somebody in take a seat (SE-TRAP-01). It answers "is the seat free" as well (SE-TRAP-39).
create unique index idx_tickets_live_seat on tickets (event_id, seat_id) where status in ('VALID', 'USED');
-- Unique, or one code opens the gate for two tickets (SE-TRAP-12).
create unique index idx_tickets_qr_hash on tickets (qr_code_hash);
create index idx_tickets_status_event on tickets (event_id, status) where status in ('VALID', 'USED');
create index idx_tickets_section on tickets (event_id, section_id, status);
create index idx_tickets_order on tickets (order_id);
create index idx_tickets_tier on tickets (ticket_tier_id);
create index idx_tickets_seat on tickets (seat_id);
create index idx_tickets_scanned_by on tickets (scanned_by);

create trigger tickets_seat_matches_section_type
    before insert on tickets
    for each row execute function ticket_seat_matches_section_type();

create trigger tickets_respect_holds
    before insert on tickets
    for each row when (new.seat_id is not null and new.status in ('VALID', 'USED'))
    execute function ticket_respects_holds();

create trigger tickets_general_admission_guard
    after insert on tickets
    referencing new table as new_tickets
    for each statement execute function general_admission_guard();

-- So that the rules above, which ask when a ticket is issued, hold for good.
create trigger tickets_keep_their_place
    before update of order_id, event_id, section_id, ticket_tier_id, seat_id on tickets
    for each row when (
        (old.order_id, old.event_id, old.section_id, old.ticket_tier_id) is distinct from
        (new.order_id, new.event_id, new.section_id, new.ticket_tier_id)
        or old.seat_id is distinct from new.seat_id
    )
    execute function forbid_change('what it was issued for stays; cancel it, and issue another');

-- SE-INV-16
create trigger tickets_keep_their_price
    before update of price_snapshot on tickets
    for each row when (old.price_snapshot is distinct from new.price_snapshot)
    execute function forbid_change('what was paid for it stays');

create trigger tickets_status_guard
    before update of status on tickets
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition('VALID>USED', 'VALID>CANCELLED', 'VALID>REFUNDED');

create constraint trigger tickets_match_order
    after insert on tickets
    deferrable initially deferred
    for each row execute function order_matches_tickets('order_id');

create trigger tickets_are_kept
    before delete on tickets
    for each row execute function forbid_change('tickets are cancelled, not deleted');

create trigger tickets_forbid_created_at_change
    before update on tickets
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger tickets_set_updated_at
    before update on tickets
    for each row execute function set_updated_at();

alter table tickets enable row level security;
alter table tickets force row level security;

create policy tickets_own on tickets for select to seat_app
    using (organization_id = (select current_org_id()) and order_id in (select o.id from orders o));
create policy tickets_staff on tickets for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy tickets_jobs on tickets to seat_jobs
    using (true) with check (true);

-- Written by functions alone; see functions/orders.sql and functions/validate_ticket.sql.
grant select on tickets to seat_app, seat_staff, seat_jobs;

comment on table tickets is
    'One row per ticket issued, in the transaction in which its order was paid.';
comment on column tickets.id is 'Key of the ticket.';
comment on column tickets.organization_id is 'The organisation that it belongs to.';
comment on column tickets.order_id is 'The order that paid for it.';
comment on column tickets.event_id is 'Event of the order and of the tier.';
comment on column tickets.section_id is 'Section of the tier and of the seat.';
comment on column tickets.ticket_tier_id is 'The tier that it was sold from.';
comment on column tickets.seat_id is 'The seat in a NUMBERED section; null in a GENERAL one.';
comment on column tickets.order_is_paid is 'Always true: the order is one that was paid.';
comment on column tickets.status is 'VALID, then USED, CANCELLED or REFUNDED; each of them for good.';
comment on column tickets.qr_code_hash is 'SHA-256 of the text in the QR code, 64 hexadecimal digits in small letters; unique. The text itself is not kept.';
comment on column tickets.price_snapshot is 'What was paid for it, two decimals, whatever the tier costs later.';
comment on column tickets.scanned_at is 'When the gate let it in; null unless USED.';
comment on column tickets.scanned_by is 'Whose account did; null unless USED, or where that is not known.';
comment on column tickets.created_at is 'When the row was made; it never changes.';
comment on column tickets.updated_at is 'When the row last changed.';
