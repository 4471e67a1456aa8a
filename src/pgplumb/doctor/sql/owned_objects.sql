-- owned_objects: schemas, relations, routines and types: kind, schema, name, owner, and whether we could alter them.
-- What belongs to an extension is the extension's.
WITH found (classid, oid, kind, nsp, name, owner) AS (
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 'schema', oid, '', nspowner
    FROM pg_catalog.pg_namespace
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, oid,
           CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence'
                        WHEN 'f' THEN 'foreign_table' ELSE 'table' END,
           relnamespace, relname::text, relowner
    FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 'function', pronamespace, proname::text, proowner
    FROM pg_catalog.pg_proc
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid,
           CASE typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'enum' END,
           typnamespace, typname::text, typowner
    FROM pg_catalog.pg_type
    WHERE typtype IN ('e', 'd', 'r')
), looked_at AS (
    SELECT f.kind, n.nspname::text AS schema, f.name, f.owner
    FROM found f
    JOIN pg_catalog.pg_namespace n ON n.oid = f.nsp
    WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
      -- Everybody's schema since 15 belongs to pg_database_owner; nothing that we write alters it.
      AND n.nspname <> 'information_schema' AND NOT (f.kind = 'schema' AND n.nspname = 'public')
      AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d WHERE d.classid = f.classid AND d.objid = f.oid AND d.deptype = 'e'
      )
)
SELECT kind, schema, name, pg_catalog.pg_get_userbyid(owner), pg_catalog.pg_has_role(owner, 'USAGE')
FROM looked_at
ORDER BY schema, name, kind
