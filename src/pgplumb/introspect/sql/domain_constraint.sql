-- catalog: pg_constraint
-- when: select from pg_type where oid >= 16384 and typtype = 'd'
-- Checks of domains.
select k.oid, 0, n.nspname as schema, k.conname as name, t.typname as "table", '' as signature,
    regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
    k.convalidated as validated
from pg_constraint k
join pg_type t on t.oid = k.contypid
join pg_namespace n on n.oid = t.typnamespace
where k.contype = 'c' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
