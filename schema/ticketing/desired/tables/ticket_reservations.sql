-- Tickets held for a buyer who has not ordered yet.

create table ticket_reservations (
    id uuid not null default gen_random_uuid(),
    tier_id uuid not null,
    user_id uuid not null,
    quantity integer not null,
    status text not null default 'active',
    expires_at timestamptz not null,
    order_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ticket_reservations_pkey primary key (id),
    -- A hold is worth nothing without its tier: only sales keep one from being deleted.
    constraint ticket_reservations_tier_id_fkey foreign key (tier_id) references ticket_tiers (id) on delete cascade,
    constraint ticket_reservations_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
    constraint ticket_reservations_order_id_fkey foreign key (order_id) references orders (id) on delete restrict,
    constraint ticket_reservations_quantity_positive check (quantity > 0),
    constraint ticket_reservations_status_known check (status in ('active', 'converted', 'released', 'expired')),
    constraint ticket_reservations_order_if_converted check (order_id is null or status = 'converted')
);

create index idx_ticket_reservations_active on ticket_reservations (tier_id) where status = 'active';
create index idx_ticket_reservations_expiring on ticket_reservations (expires_at) where status = 'active';
create index idx_ticket_reservations_tier on ticket_reservations (tier_id);
create index idx_ticket_reservations_user on ticket_reservations (user_id);
create index idx_ticket_reservations_order on ticket_reservations (order_id);

create trigger ticket_reservations_set_updated_at
    before update on ticket_reservations
    for each row execute function set_updated_at();

create trigger ticket_reservations_status_transition
    before update of status on ticket_reservations
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition('active>converted', 'active>released', 'active>expired');

alter table ticket_reservations enable row level security;

create policy ticket_reservations_own on ticket_reservations for select to ticket_app
    using (user_id = (select current_app_user_id()));
create policy ticket_reservations_read_all on ticket_reservations for select to ticket_readonly, ticket_jobs
    using (true);
create policy ticket_reservations_administer on ticket_reservations to ticket_admin
    using (true) with check (true);

grant select on ticket_reservations to ticket_app, ticket_readonly, ticket_jobs;
grant select, insert, update, delete on ticket_reservations to ticket_admin;

comment on table ticket_reservations is
    'One row per hold. The active ones of a tier add up to its reserved count; buying turns reserved into sold.';
comment on column ticket_reservations.id is 'Key of the reservation.';
comment on column ticket_reservations.tier_id is 'The tier that is held.';
comment on column ticket_reservations.user_id is 'For whom.';
comment on column ticket_reservations.quantity is 'Number of tickets held, at least 1.';
comment on column ticket_reservations.status is 'active, then converted, released or expired.';
comment on column ticket_reservations.expires_at is 'Until when the hold stands.';
comment on column ticket_reservations.order_id is 'The order that it became; null unless converted.';
comment on column ticket_reservations.created_at is 'When the row was made.';
comment on column ticket_reservations.updated_at is 'When the row last changed.';
