-- TG-Q-12: events that nobody has looked up yet, and the jobs that do.

-- name: get_events_needing_reconciliation :many
-- Two workers take different events (TG-TRAP-50); what one has locked is the other's for nothing.
select e.id, e.ulid, e.name
from events e
where e.lifecycle_state in ('published', 'rescheduled')
    and not exists (select from entity_identifiers i where i.event_id = e.id)
order by e.id
limit :limit
for update of e skip locked;

-- name: take_jobs :many
update job_queue
set state = 'running'
where id in (
    select j.id
    from job_queue j
    where j.state = 'available' and j.kind = :kind
    order by j.id
    limit :limit
    for update skip locked
)
returning id, args;

-- name: finish_job :exec
update job_queue set state = 'completed' where id = :id and state = 'running';
