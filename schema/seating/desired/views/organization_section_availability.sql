-- What tenants read of the materialised views, which can have no policies (SE-TRAP-25).

-- As its owner, with the organisation within: version 14 knows no security_invoker.
create view organization_section_availability with (security_barrier = true) as
select a.event_id, a.section_id, a.venue_id, a.section_name, a.section_type, a.effective_capacity, a.sold, a.available,
    a.refreshed_at
from section_availability a
where a.organization_id = current_org_id();

grant select on organization_section_availability to seat_app, seat_staff;

comment on view organization_section_availability is 'The rows of section_availability that are app.org_id''s.';
comment on column organization_section_availability.event_id is 'The event.';
comment on column organization_section_availability.section_id is 'The section.';
comment on column organization_section_availability.venue_id is 'The venue of both.';
comment on column organization_section_availability.section_name is 'Name of the section.';
comment on column organization_section_availability.section_type is 'GENERAL.';
comment on column organization_section_availability.effective_capacity is 'People that the section takes at the event.';
comment on column organization_section_availability.sold is 'Tickets that are VALID or USED.';
comment on column organization_section_availability.available is 'effective_capacity - sold, never below 0.';
comment on column organization_section_availability.refreshed_at is 'When the figures were taken.';
