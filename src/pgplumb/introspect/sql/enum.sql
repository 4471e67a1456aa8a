-- catalog: pg_type
-- when: select from pg_type where oid >= 16384 and typtype = 'e'
-- Enums with their labels.
select t.oid, 0, n.nspname as schema, t.typname as name, '' as "table", '' as signature,
    pg_get_userbyid(t.typowner) as owner,
    array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
