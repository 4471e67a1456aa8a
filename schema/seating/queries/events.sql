-- SE-Q-03: the page of an event.

-- name: event_page :many
-- Nothing of what is deleted, the venue and the organisation included (SE-TRAP-36).
select e.id as event_id, e.title, e.start_time, s.id as section_id, s.name as section_name, s.type as section_type,
    es.is_active, coalesce(es.custom_capacity, s.capacity) as effective_capacity
from events e
join venues v on v.id = e.venue_id and not v.deleted
join organizations o on o.id = e.organization_id and not o.deleted
join event_sections es on es.event_id = e.id and es.is_active
join sections s on s.id = es.section_id and not s.deleted
where e.id = :event_id and e.status = 'PUBLISHED' and not e.deleted
order by s.display_order, s.name;

-- name: events_of_organization :many
-- What is published from a moment on, in the order in which it takes place.
select e.id, e.title, e.start_time, e.end_time
from events e
where e.organization_id = :organization_id and e.status = 'PUBLISHED' and e.deleted = false and e.start_time >= :from_time
order by e.start_time, e.id;
