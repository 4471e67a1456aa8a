-- CA-Q-01, CA-Q-04 to CA-Q-06: lists and counts of events. Each has an order, without which a list shifts (CA-TRAP-34).

-- name: list_upcoming_events :many
-- Every event has a client, so a left join would find the same.
select e.id, e.name, e.event_date, e.start_time, e.end_time, e.location, e.estimated_attendees, e.status,
    e.client_id, c.company_name, c.contact_name, c.email as client_email, c.phone as client_phone
from events e
join clients c on c.id = e.client_id
where not e.is_archived and e.event_date >= :now::timestamptz
order by e.event_date, e.id;

-- name: list_events :many
select e.id, e.client_id, e.name, e.event_date, e.start_time, e.end_time, e.location, e.estimated_attendees, e.status,
    e.notes, e.created_by, e.created_at, e.updated_at
from events e
where not e.is_archived
order by e.event_date, e.id;

-- name: list_events_by_status :many
select e.id, e.client_id, e.name, e.event_date, e.location, e.estimated_attendees
from events e
where e.status = :status::event_status and not e.is_archived
order by e.event_date, e.id;

-- name: count_events_by_status_and_month :many
-- The month is that of the clock in the named zone, whatever zone the session has (CA-TRAP-14). Archived events count:
-- they were entered all the same.
select s.status, m.month, m.events
from unnest(enum_range(null::event_status)) s (status)
cross join lateral (
    -- Status by status: so the index on (status, created_at) leads to any span of time.
    select date_trunc('month', e.created_at, :time_zone) as month, count(*) as events
    from events e
    where e.status = s.status and e.created_at >= :from_time::timestamptz and e.created_at < :to_time::timestamptz
    group by month
) m
order by s.status, m.month;

-- name: event_timeline :many
select t.status, t.entered_at, t.left_at, t.duration
from event_status_timeline t
where t.event_id = :event_id
order by t.entered_at;
