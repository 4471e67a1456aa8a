-- SE-Q-04: at the gate.

-- name: validate_ticket :one
-- Locks the ticket's row alone (SE-TRAP-10, SE-TRAP-11), compares its event with that of the gate (SE-TRAP-13),
-- marks it as used and logs the attempt, in one statement and so in one transaction.
select v.result, v.ticket_id, v.ticket_status, v.scanned_at, v.event_title, v.start_time, v.attendee, v.row_label,
    v.number_label
from validate_ticket(:qr_code_hash, :event_id, :staff_id, :device_id) v;

-- name: scans_of_ticket :many
select v.validated_at, v.result, v.device_id, v.validated_by
from ticket_validations v
where v.ticket_id = :ticket_id
order by v.validated_at desc, v.id;
