-- blockers: the sessions that keep a backend waiting, itself and parallel workers aside (parameter: its pid).
SELECT DISTINCT b.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''), coalesce(a.state, ''),
       coalesce(a.query, ''), coalesce(a.query_start, a.backend_start)
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(%s)) AS b (pid)
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
ORDER BY b.pid
