-- catalog: pg_extension
-- Extensions; plpgsql is part of every database unless somebody drops it.
select e.oid, 0, '' as schema, e.extname as name, '' as "table", '' as signature,
    coalesce(nullif(e.extversion, a.default_version), '') as version, n.nspname as in_schema
from pg_extension e
left join pg_available_extensions() a on a.name = e.extname
join pg_namespace n on n.oid = e.extnamespace
