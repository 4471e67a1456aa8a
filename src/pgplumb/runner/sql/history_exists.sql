-- history_exists: whether the history table is there (parameter: its name, quoted).
SELECT pg_catalog.to_regclass(%s) IS NOT NULL
