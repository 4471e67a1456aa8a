-- index_shape: everything that makes two indexes the same but their names and tables (parameter: oid).
SELECT am.amname, i.indisunique, i.indnkeyatts, i.indclass::text, i.indcollation::text, i.indoption::text,
       coalesce(pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct', 'false'),
       (SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, false) ORDER BY n)
        FROM pg_catalog.generate_series(1, i.indnatts) n),
       pg_catalog.pg_get_expr(i.indpred, i.indrelid), c.reloptions, c.reltablespace
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE i.indexrelid = %s
