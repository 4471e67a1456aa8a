-- TG-Q-00b: one more time at which an event takes place.

-- name: create_event_occurrence :one
-- Local date and time are the database's to compute (TG-TRAP-09).
insert into event_occurrences (event_id, start_time, end_time, timezone, venue_id)
values (:event_id, :start_time, :end_time, :timezone, :venue_id)
returning *;
