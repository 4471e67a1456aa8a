-- What is left for general admission, taken from time to time.

-- By event and section: over all events of a section together the figures mean nothing (SE-TRAP-05).
create materialized view section_availability as
with sold as (
    -- Who is inside has not given the place back (SE-TRAP-08).
    select t.event_id, t.section_id, count(*) as tickets
    from tickets t
    where t.status in ('VALID', 'USED')
    group by t.event_id, t.section_id
)
select
    e.event_id,
    e.section_id,
    e.organization_id,
    e.venue_id,
    s.name as section_name,
    s.type as section_type,
    -- SE-TRAP-09
    coalesce(e.custom_capacity, s.capacity) as effective_capacity,
    coalesce(t.tickets, 0) as sold,
    coalesce(e.custom_capacity, s.capacity) - coalesce(t.tickets, 0) as available,
    now() as refreshed_at
from event_sections e
join events v on v.id = e.event_id and not v.deleted
join sections s on s.id = e.section_id and not s.deleted
join venues p on p.id = e.venue_id and not p.deleted
join organizations o on o.id = e.organization_id and not o.deleted
left join sold t on t.event_id = e.event_id and t.section_id = e.section_id
where e.is_active and s.type = 'GENERAL'
with data;

create unique index idx_section_availability_section on section_availability (event_id, section_id);

grant select on section_availability to seat_jobs;

comment on materialized view section_availability is
    'One row per section for general admission that is open for an event, as of the last refresh. Of all organisations: tenants read organization_section_availability.';
comment on column section_availability.event_id is 'The event.';
comment on column section_availability.section_id is 'The section.';
comment on column section_availability.organization_id is 'Whose they are.';
comment on column section_availability.venue_id is 'The venue of both.';
comment on column section_availability.section_name is 'Name of the section.';
comment on column section_availability.section_type is 'GENERAL.';
comment on column section_availability.effective_capacity is 'People that the section takes at the event.';
comment on column section_availability.sold is 'Tickets that are VALID or USED.';
comment on column section_availability.available is 'effective_capacity - sold, never below 0.';
comment on column section_availability.refreshed_at is 'When the figures were taken.';
