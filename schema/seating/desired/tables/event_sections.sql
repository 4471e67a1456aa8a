-- Which sections an event opens, and for how many.

create table event_sections (
    event_id uuid not null,
    section_id uuid not null,
    venue_id uuid not null,
    organization_id uuid not null,
    is_active boolean not null default true,
    custom_capacity integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint event_sections_pkey primary key (event_id, section_id),
    constraint event_sections_event_section_organization_key unique (event_id, section_id, organization_id),
    -- SE-INV-06: both keys hold the same venue, so that no foreign section can be opened (SE-TRAP-28).
    constraint event_sections_event_fkey foreign key (event_id, venue_id, organization_id)
        references events (id, venue_id, organization_id) on delete restrict,
    constraint event_sections_section_fkey foreign key (section_id, venue_id, organization_id)
        references sections (id, venue_id, organization_id) on delete restrict,
    -- SE-INV-21, SE-TRAP-37; null is none of its own.
    constraint event_sections_custom_capacity_positive check (custom_capacity is null or custom_capacity > 0),
    constraint event_sections_updated_after_created check (updated_at >= created_at)
);

create index idx_event_sections_event on event_sections (event_id, is_active);
create index idx_event_sections_section on event_sections (section_id);

create trigger event_sections_custom_capacity_fits
    after insert or update of event_id, section_id, custom_capacity on event_sections
    for each row execute function custom_capacity_fits();

create trigger event_sections_close_tiers
    after update of is_active on event_sections
    for each row when (old.is_active and not new.is_active)
    execute function close_tiers_of_section();

create trigger event_sections_forbid_created_at_change
    before update on event_sections
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger event_sections_set_updated_at
    before update on event_sections
    for each row execute function set_updated_at();

alter table event_sections enable row level security;
alter table event_sections force row level security;

create policy event_sections_storefront on event_sections for select to seat_app
    using (organization_id = (select current_org_id()) and event_id in (select e.id from events e) and section_id in (select s.id from sections s));
create policy event_sections_staff on event_sections for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and event_id in (select e.id from events e) and section_id in (select s.id from sections s));
create policy event_sections_manage on event_sections to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy event_sections_jobs on event_sections to seat_jobs
    using (true) with check (true);

grant select on event_sections to seat_app;
grant select, insert, update on event_sections to seat_staff, seat_jobs;

comment on table event_sections is
    'One row per section that an event ever opened.';
comment on column event_sections.event_id is 'The event.';
comment on column event_sections.section_id is 'The section.';
comment on column event_sections.venue_id is 'Venue of both, which makes the event''s and the section''s the same.';
comment on column event_sections.organization_id is 'Organisation of both.';
comment on column event_sections.is_active is 'Whether the section is open for the event; its tiers go off the offer when it is closed.';
comment on column event_sections.custom_capacity is 'People that the section takes at this event, at most its own capacity and at least what is sold; null: its own.';
comment on column event_sections.created_at is 'When the row was made; it never changes.';
comment on column event_sections.updated_at is 'When the row last changed.';
