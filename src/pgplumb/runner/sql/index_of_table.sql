-- index_of_table: an index of a table by name, and whether it is valid (parameters: table as quoted text, index name).
SELECT i.indexrelid, i.indexrelid::pg_catalog.regclass::text, i.indisvalid AND i.indisready AND i.indislive
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = pg_catalog.to_regclass(%s) AND c.relname = %s
