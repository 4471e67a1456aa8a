-- TG-Q-14: following another node. A job asks for cursor and batch in turn, until a batch is empty. Each batch is one
-- transaction, with its cursor; where anything fails nothing of the batch stays.

-- name: get_sync_cursor :one
-- 0 before the first batch. The row is locked: two jobs for one node go one after the other.
select coalesce(n.last_sync_cursor, 0) as cursor
from federation_nodes n
where n.id = :peer_id and n.sync_enabled
for no key update;

-- name: apply_remote_batch :one
-- changes: at most 100 elements of the node's feed, as a JSON array.
select apply_remote_batch(:peer_id, :changes::jsonb);
