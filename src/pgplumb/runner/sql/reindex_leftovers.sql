-- reindex_leftovers: invalid indexes that a REINDEX CONCURRENTLY left, of a table or beside an index (parameter: quoted text).
SELECT i.indexrelid::pg_catalog.regclass::text
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
  AND i.indrelid IN (
      SELECT coalesce(own.indrelid, r.oid)
      FROM (SELECT pg_catalog.to_regclass(%s)::pg_catalog.oid AS oid) r
      LEFT JOIN pg_catalog.pg_index own ON own.indexrelid = r.oid
  )
ORDER BY 1
