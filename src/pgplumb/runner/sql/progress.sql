-- progress: how far an index build of a backend has come (parameter: its pid).
SELECT phase,
       CASE WHEN blocks_total > 0 THEN blocks_done WHEN tuples_total > 0 THEN tuples_done ELSE lockers_done END,
       CASE WHEN blocks_total > 0 THEN blocks_total WHEN tuples_total > 0 THEN tuples_total ELSE lockers_total END
FROM pg_catalog.pg_stat_progress_create_index
WHERE pid = %s
