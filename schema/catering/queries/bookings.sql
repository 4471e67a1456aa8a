-- CA-Q-02, CA-Q-03: who holds a resource when, and how it is booked.
--
-- To book, insert and take 23P01 for "it is taken": whoever asks first and inserts then is too late (CA-TRAP-19). Several
-- resources are booked in the order of their keys, and all is repeated on 40P01.

-- name: get_resource_conflicts :many
-- booking_id: the booking that is to be moved, which is not in its own way (CA-TRAP-16); null for a new one. The condition
-- is that of the constraint, whose index answers this; booking_range() refuses what is no time (CA-TRAP-18).
select r.id as resource_id, r.name as resource_name, s.start_time, s.end_time
from resource_schedule s
join resources r on r.id = s.resource_id
where s.resource_id = :resource_id
    and tstzrange(s.start_time, s.end_time, '[)') && booking_range(:start_time::timestamptz, :end_time::timestamptz)
    and not s.is_released
    and s.resource_type <> 'materials'
    and s.id is distinct from :booking_id::integer
order by s.start_time;

-- name: get_overlapping_schedules :many
select s.id, s.resource_id, s.start_time, s.end_time, s.event_id
from resource_schedule s
where s.resource_id = :resource_id
    and tstzrange(s.start_time, s.end_time, '[)') && booking_range(:start_time::timestamptz, :end_time::timestamptz)
    and not s.is_released
    and s.resource_type <> 'materials'
    and s.id is distinct from :booking_id::integer
order by s.start_time;

-- name: get_free_quantity :one
-- How many of some materials can still be booked for all of a time.
select r.quantity - peak_booked(r.id, :start_time::timestamptz, :end_time::timestamptz) as free
from resources r
where r.id = :resource_id and r.type = 'materials';

-- name: book_resource :one
select book_resource(
    :resource_id, :event_id, :task_id, :start_time::timestamptz, :end_time::timestamptz, :quantity
) as id;

-- name: move_booking :exec
update resource_schedule
set start_time = :start_time::timestamptz, end_time = :end_time::timestamptz
where id = :booking_id and not is_released;

-- name: swap_bookings :exec
select swap_bookings(:booking_id, :other_booking_id);

-- name: release_booking :exec
update resource_schedule set is_released = true where id = :booking_id;

-- name: find_overlapping_bookings :many
-- What has to be settled before a constraint against overlaps can be added: it cannot be added NOT VALID (CA-TRAP-22).
select a.id, b.id as other_id
from resource_schedule a
join resource_schedule b
    on b.resource_id = a.resource_id
    and b.id > a.id
    and tstzrange(a.start_time, a.end_time, '[)') && tstzrange(b.start_time, b.end_time, '[)')
where not a.is_released and not b.is_released and a.resource_type <> 'materials'
order by a.id, b.id;
