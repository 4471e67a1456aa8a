-- index_by_name: an index by its own name, and whether it is valid (parameter: the name as quoted text).
SELECT i.indexrelid, i.indexrelid::pg_catalog.regclass::text, i.indisvalid AND i.indisready AND i.indislive
FROM pg_catalog.pg_index i
WHERE i.indexrelid = pg_catalog.to_regclass(%s)
