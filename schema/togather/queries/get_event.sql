-- TG-Q-09, TG-Q-10: one event.

-- name: get_event_by_ulid :one
select * from events where ulid = :ulid;

-- name: get_event_with_occurrences :many
-- A row for each occurrence; one with nulls where there is none yet (TG-TRAP-50).
select e.id, e.ulid, e.name, e.lifecycle_state, o.id as occurrence_id, o.start_time, o.end_time, o.timezone
from events e
left join event_occurrences o on o.event_id = e.id
where e.id = :event_id
order by o.start_time, o.id;
