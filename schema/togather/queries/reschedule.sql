-- Putting an event off, and giving it a new date. Always one event and one occurrence (TG-TRAP-25); id, ulid and address
-- of the event stay (TG-INV-06).

-- name: postpone_event :exec
update events
set lifecycle_state = 'postponed', event_status = 'https://schema.org/EventPostponed'
where id = :event_id;

-- name: move_occurrence :exec
-- The end moves along.
update event_occurrences
set start_time = :start_time::timestamptz,
    end_time = end_time + (:start_time::timestamptz - start_time),
    door_time = door_time + (:start_time::timestamptz - start_time),
    occurrence_status = 'scheduled'
where id = :occurrence_id;

-- name: reschedule_event :exec
update events
set lifecycle_state = 'rescheduled', event_status = 'https://schema.org/EventRescheduled'
where id = :event_id;

-- name: delete_event :exec
-- What was merged or was spam. The row stays for whoever has its address.
update events
set lifecycle_state = 'deleted', deleted_at = now(), merged_into_id = :merged_into_id::uuid
where id = :event_id;
