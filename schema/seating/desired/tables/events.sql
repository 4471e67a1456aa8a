-- What is held at a venue.

create table events (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    venue_id uuid not null,
    title varchar(255) not null,
    description text,
    start_time timestamptz not null,
    end_time timestamptz,
    status text not null default 'DRAFT',
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint events_pkey primary key (id),
    constraint events_id_organization_id_key unique (id, organization_id),
    constraint events_id_venue_id_organization_id_key unique (id, venue_id, organization_id),
    -- SE-INV-06: the venue is the organisation's own (SE-TRAP-28).
    constraint events_venue_fkey foreign key (venue_id, organization_id)
        references venues (id, organization_id) on delete restrict,
    constraint events_title_not_blank check (btrim(title) <> ''),
    constraint events_description_not_blank check (description is null or btrim(description) <> ''),
    constraint events_ends_after_start check (end_time is null or end_time > start_time),
    constraint events_status_known check (status in ('DRAFT', 'PUBLISHED', 'COMPLETED', 'CANCELLED')),
    constraint events_updated_after_created check (updated_at >= created_at)
);

create index idx_events_org_status on events (organization_id, status, start_time) where deleted = false;
create index idx_events_venue on events (venue_id);
create index idx_events_organization on events (organization_id);

create trigger events_status_guard
    before update of status on events
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition(
        'DRAFT>PUBLISHED', 'DRAFT>CANCELLED', 'PUBLISHED>COMPLETED', 'PUBLISHED>CANCELLED'
    );

create trigger events_forbid_created_at_change
    before update on events
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger events_set_updated_at
    before update on events
    for each row execute function set_updated_at();

alter table events enable row level security;
alter table events force row level security;

create policy events_storefront on events for select to seat_app
    using (organization_id = (select current_org_id()) and not deleted and status <> 'DRAFT' and venue_id in (select v.id from venues v));
create policy events_staff on events for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and not deleted and venue_id in (select v.id from venues v));
create policy events_manage on events to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy events_jobs on events to seat_jobs
    using (true) with check (true);

grant select on events to seat_app;
grant select, insert, update on events to seat_staff, seat_jobs;

comment on table events is
    'One row per event; it opens sections of its venue, and sells them by tiers.';
comment on column events.id is 'Key of the event.';
comment on column events.organization_id is 'The organisation that it belongs to.';
comment on column events.venue_id is 'Where it is held; the venue is of the same organisation.';
comment on column events.title is 'Name shown to buyers; not blank.';
comment on column events.description is 'What it is about; null where nothing is said.';
comment on column events.start_time is 'When it begins.';
comment on column events.end_time is 'When it ends, after its start; null where that is open.';
comment on column events.status is 'DRAFT, then PUBLISHED, then COMPLETED; CANCELLED from either of the first two. Tickets are sold while it is PUBLISHED.';
comment on column events.deleted is 'Whether it is gone for buyers, orders and tickets for it included.';
comment on column events.created_at is 'When the row was made; it never changes.';
comment on column events.updated_at is 'When the row last changed.';
