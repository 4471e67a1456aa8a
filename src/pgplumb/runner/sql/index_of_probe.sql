-- index_of_probe: the one index of a temporary table (parameter: the table as quoted text).
SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass(%s)
