-- TG-Q-04: what happened since.

-- name: get_changes_since_cursor :many
-- For readers on this node. The highest number seen is the next cursor: numbers come in the order of commits (TG-INV-11).
select c.sequence_number, c.event_id, c.action, c.changed_fields, c.snapshot, c.changed_at
from event_changes c
where c.sequence_number > :sequence_number::bigint
order by c.sequence_number
limit :limit;

-- name: get_feed_for_peer :many
-- For another node: without what may not leave (TG-TRAP-32) and without its own news (TG-TRAP-33).
select f.sequence_number, f.event_id, f.action, f.changed_fields, f.snapshot, f.changed_at
from federation_feed f
where f.sequence_number > :sequence_number::bigint
    and f.origin_node_id is distinct from :peer_id::uuid
order by f.sequence_number
limit :limit;
