-- What back-end jobs do, as service_role.

-- SB-Q-08: in one transaction with mark_published, so that what is not sent is taken again. Others take other rows.
-- name: claim_outbox :many
select o.id, o.tenant_id, o.topic, o.event_type, o.ref_table, o.ref_id, o.payload
from app.realtime_outbox o
where o.published_at is null
order by o.id
limit least(:batch, 1000)
for update of o skip locked;

-- name: mark_published :exec
update app.realtime_outbox
set published_at = clock_timestamp()
where id = any (:ids::bigint[]);

-- name: plan_delivery :exec
-- Said as often as one likes: each endpoint has one delivery of a change.
insert into app.webhook_deliveries (outbox_id, endpoint, signature)
values (:outbox_id, :endpoint, :signature)
on conflict (outbox_id, endpoint) do nothing;

-- name: due_deliveries :many
select w.id, w.outbox_id, w.endpoint, w.attempts, w.signature
from app.webhook_deliveries w
where w.status in ('pending', 'failed') and w.next_attempt_at <= now()
order by w.next_attempt_at, w.id
limit least(:batch, 1000)
for update of w skip locked;

-- SB-Q-09: 23505 or 40001 where another was first.
-- name: append_event :one
select app.append_event(
    :aggregate_type, :aggregate_id, :expected_version, :tenant_id, :event_type, :payload
) as global_seq;

-- name: events_since :many
-- Behind the last event read. Only of transactions before which none is under way: later ones may hold lower numbers.
select e.written_in::text as written_in, e.global_seq, e.aggregate_type, e.aggregate_id, e.version, e.tenant_id,
    e.event_type, e.payload, e.metadata, e.actor, e.occurred_at
from app.event_store e
where (e.written_in, e.global_seq) > (:written_in::text::xid8, :global_seq)
    and e.written_in < pg_snapshot_xmin(pg_current_snapshot())
order by e.written_in, e.global_seq
limit least(:batch, 1000);
