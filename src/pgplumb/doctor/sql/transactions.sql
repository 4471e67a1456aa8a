-- transactions: other sessions of this database that have a transaction open: pid, role, application, state, its age in
-- seconds, how many relations of ours it has locked, the first of them, and whether it waits for a lock itself.
-- State and age are null where we may not see them. Autovacuum gives way by itself.
SELECT a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), a.state,
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::float8,
       pg_catalog.count(DISTINCT l.relation) FILTER (WHERE l.granted),
       (pg_catalog.array_agg(DISTINCT l.relation::pg_catalog.regclass::text) FILTER (WHERE l.granted))[1:3],
       coalesce(pg_catalog.bool_or(NOT l.granted), false)
FROM pg_catalog.pg_stat_activity a
LEFT JOIN pg_catalog.pg_locks l
    ON l.pid = a.pid AND l.locktype = 'relation' AND l.relation >= 16384 AND l.database = a.datid
WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
  AND coalesce(a.backend_type, '') NOT LIKE 'autovacuum%%'
GROUP BY a.pid, a.usename, a.application_name, a.state, a.xact_start
HAVING a.xact_start IS NOT NULL OR pg_catalog.count(l.relation) > 0
ORDER BY a.xact_start NULLS FIRST, a.pid
