-- What promoters publish and buyers look for.

create table events (
    id uuid not null default gen_random_uuid(),
    promoter_id uuid not null,
    title varchar(255) not null,
    slug varchar(255) not null,
    description text,
    venue_name text not null,
    venue_address text,
    start_time timestamptz not null,
    end_time timestamptz not null,
    doors_open_time timestamptz,
    capacity integer not null,
    status text not null default 'draft',
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint events_pkey primary key (id),
    constraint events_promoter_id_fkey foreign key (promoter_id) references promoters (id) on delete restrict,
    constraint events_slug_shape check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    -- TK-INV-04
    constraint events_end_after_start check (end_time > start_time),
    constraint events_doors_before_start check (doors_open_time <= start_time),
    constraint events_capacity_positive check (capacity > 0),
    constraint events_status_known check (status in ('draft', 'published', 'cancelled', 'completed'))
);

create index idx_events_status_start on events (status, start_time);
-- TK-INV-16: unique among live events, so that next year's edition can take the address over.
create unique index idx_events_slug on events (slug) where deleted_at is null;
create index idx_events_search on events
    using gin (to_tsvector('english', title || ' ' || coalesce(description, '')));
create index idx_events_promoter on events (promoter_id);

create trigger events_set_updated_at
    before update on events
    for each row execute function set_updated_at();

create trigger events_status_transition
    before update of status on events
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition('draft>published', 'published>cancelled', 'published>completed');

create trigger events_tier_sum
    after update of capacity on events
    for each row execute function tier_sum_within_capacity('id');

create trigger events_audit
    after insert or update or delete on events
    for each row execute function record_audit();

alter table events enable row level security;

create policy events_published on events for select to ticket_app
    using (status <> 'draft' and deleted_at is null);
-- Who has bought keeps seeing the event, whatever became of it.
create policy events_bought on events for select to ticket_app
    using (has_order_for(id));
create policy events_own on events to ticket_app
    using (promoter_id = (select current_promoter_id()))
    with check (promoter_id = (select current_promoter_id()));
create policy events_read_all on events for select to ticket_readonly, ticket_jobs
    using (true);
create policy events_administer on events to ticket_admin
    using (true) with check (true);

grant select, insert, update on events to ticket_app;
grant select on events to ticket_readonly, ticket_jobs;
grant select, insert, update, delete on events to ticket_admin;

comment on table events is
    'One row per event. Deleting one takes its tiers and waitlist along while nothing is sold; a sold event is cancelled instead.';
comment on column events.id is 'Key of the event.';
comment on column events.promoter_id is 'Who publishes it.';
comment on column events.title is 'Name shown to buyers, at most 255 characters.';
comment on column events.slug is 'Part of the page address: lower-case words and digits joined by hyphens; unique among live events.';
comment on column events.description is 'Text of the event''s page; null where there is none.';
comment on column events.venue_name is 'Name of the place.';
comment on column events.venue_address is 'Postal address of the place; null while not known.';
comment on column events.start_time is 'When the event begins.';
comment on column events.end_time is 'When the event ends; after it began.';
comment on column events.doors_open_time is 'When people are let in; not after the start; null where not told.';
comment on column events.capacity is 'People that the place holds; the tiers'' quantities never add up to more.';
comment on column events.status is 'draft, published, cancelled or completed; it moves only in that direction.';
comment on column events.deleted_at is 'When the event was withdrawn; null while it is live.';
comment on column events.created_at is 'When the row was made.';
comment on column events.updated_at is 'When the row last changed.';
