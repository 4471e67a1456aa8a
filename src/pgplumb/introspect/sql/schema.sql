-- catalog: pg_namespace
-- Schemas other than the system's.
select n.oid, 0, '' as schema, n.nspname as name, '' as "table", '' as signature,
    pg_get_userbyid(n.nspowner) as owner
from pg_namespace n
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
