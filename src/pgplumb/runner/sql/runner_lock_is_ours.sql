-- runner_lock_is_ours: whether the backend that runs this holds the runners' lock (parameters: both halves of the key).
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND pid = pg_catalog.pg_backend_pid()
      AND classid::bigint = %s::bigint AND objid::bigint = %s::bigint
)
