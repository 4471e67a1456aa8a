-- Parts of a venue: with numbered seats, or for general admission.

create table sections (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    venue_id uuid not null,
    name varchar(100) not null,
    type text not null,
    capacity integer not null,
    display_order integer not null,
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint sections_pkey primary key (id),
    constraint sections_id_organization_id_key unique (id, organization_id),
    constraint sections_id_venue_id_organization_id_key unique (id, venue_id, organization_id),
    constraint sections_venue_fkey foreign key (venue_id, organization_id)
        references venues (id, organization_id) on delete restrict,
    constraint sections_name_not_blank check (btrim(name) <> ''),
    constraint sections_type_known check (type in ('NUMBERED', 'GENERAL')),
    constraint sections_capacity_positive check (capacity > 0),
    constraint sections_display_order_positive check (display_order >= 1),
    constraint sections_updated_after_created check (updated_at >= created_at)
);

-- SE-INV-02, SE-RULE-04; deleted ones do not count (SE-TRAP-02).
create unique index idx_sections_name on sections (venue_id, name) where not deleted;
create index idx_sections_venue on sections (venue_id, display_order);

-- Seats, tiers and tickets were made for the type that it has.
create trigger sections_type_stays
    before update of type on sections
    for each row when (old.type is distinct from new.type)
    execute function forbid_change('its type stays; make another section');

create trigger sections_capacity_fits
    before update of capacity on sections
    for each row when (new.capacity < old.capacity)
    execute function section_capacity_fits();

create trigger sections_forbid_created_at_change
    before update on sections
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger sections_set_updated_at
    before update on sections
    for each row execute function set_updated_at();

alter table sections enable row level security;
alter table sections force row level security;

create policy sections_storefront on sections for select to seat_app
    using (organization_id = (select current_org_id()) and not deleted and venue_id in (select v.id from venues v));
create policy sections_staff on sections for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and not deleted and venue_id in (select v.id from venues v));
create policy sections_manage on sections to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy sections_jobs on sections to seat_jobs
    using (true) with check (true);

grant select on sections to seat_app;
grant select, insert, update on sections to seat_staff, seat_jobs;

comment on table sections is
    'One row per section of a venue; events open some of them.';
comment on column sections.id is 'Key of the section.';
comment on column sections.organization_id is 'The organisation that it belongs to.';
comment on column sections.venue_id is 'The venue; it is of the same organisation.';
comment on column sections.name is 'Name; not blank, unique among the venue''s live sections.';
comment on column sections.type is 'NUMBERED: it has seats, and each ticket names one. GENERAL: it has a capacity alone. It never changes.';
comment on column sections.capacity is 'People that it holds, at least 1; an event may take fewer (event_sections.custom_capacity).';
comment on column sections.display_order is 'Place in lists, from 1 up; several may share one.';
comment on column sections.deleted is 'Whether it is gone for buyers, with its seats.';
comment on column sections.created_at is 'When the row was made; it never changes.';
comment on column sections.updated_at is 'When the row last changed.';
