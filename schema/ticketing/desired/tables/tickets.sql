-- The right of one person to enter.

create table tickets (
    id uuid not null default gen_random_uuid(),
    order_id uuid not null,
    tier_id uuid not null,
    event_id uuid not null,
    ticket_code text not null default new_ticket_code(),
    qr_code text not null,
    status text not null default 'valid',
    holder_name text,
    holder_email email_address,
    used_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tickets_pkey primary key (id),
    -- TK-INV-16
    constraint tickets_ticket_code_key unique (ticket_code),
    constraint tickets_qr_code_key unique (qr_code),
    -- TK-INV-09, and TK-INV-14: neither an order nor a tier with tickets can go.
    constraint tickets_order_fkey foreign key (order_id, event_id)
        references orders (id, event_id) on delete restrict,
    constraint tickets_tier_fkey foreign key (tier_id, event_id)
        references ticket_tiers (id, event_id) on delete restrict,
    constraint tickets_event_id_fkey foreign key (event_id) references events (id) on delete restrict,
    constraint tickets_status_known check (status in ('valid', 'used', 'cancelled', 'refunded', 'transferred')),
    constraint tickets_used_at_if_used check ((status = 'used') = (used_at is not null))
);

create index idx_tickets_order_tier on tickets (order_id, tier_id);
create index idx_tickets_event on tickets (event_id);
create index idx_tickets_tier on tickets (tier_id, status);

create trigger tickets_set_updated_at
    before update on tickets
    for each row execute function set_updated_at();

create trigger tickets_status_transition
    before update of status on tickets
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition('valid>used', 'valid>cancelled', 'valid>refunded');

-- TK-INV-07. Once per statement: the tiers are then lowered in the order of their ids, as sales lock them (TK-TRAP-24).
create trigger tickets_release_capacity
    after update on tickets
    referencing old table as old_tickets new table as new_tickets
    for each statement execute function release_cancelled_tickets();

create trigger tickets_audit
    after insert or update or delete on tickets
    for each row execute function record_audit();

alter table tickets enable row level security;

create policy tickets_of_visible_order on tickets for select to ticket_app
    using (exists (select from orders o where o.id = tickets.order_id));
create policy tickets_read_all on tickets for select to ticket_readonly, ticket_jobs
    using (true);
create policy tickets_administer on tickets to ticket_admin
    using (true) with check (true);

grant select on tickets to ticket_app, ticket_jobs;
-- Without the codes: who reads them can enter.
grant select (id, order_id, tier_id, event_id, status, used_at, created_at, updated_at) on tickets to ticket_readonly;
grant select, insert, update, delete on tickets to ticket_admin;

comment on table tickets is 'One row per ticket issued; made with its order, valid once that is paid.';
comment on column tickets.id is 'Key of the ticket.';
comment on column tickets.order_id is 'The order that paid for it.';
comment on column tickets.tier_id is 'The tier that it was sold from.';
comment on column tickets.event_id is 'Event of both the order and the tier.';
comment on column tickets.ticket_code is 'Code printed on the ticket, 20 hexadecimal digits in capitals; unique.';
comment on column tickets.qr_code is 'Text behind the QR picture that is scanned at the door; unique.';
comment on column tickets.status is
    'valid, used, cancelled or refunded; transferred marks imported tickets whose place another ticket took.';
comment on column tickets.holder_name is 'Who comes, if not the buyer; null where not told.';
comment on column tickets.holder_email is 'Where the ticket was sent, if not to the buyer; null where not told.';
comment on column tickets.used_at is 'When it was scanned at the door; null unless used.';
comment on column tickets.created_at is 'When the row was made.';
comment on column tickets.updated_at is 'When the row last changed.';
