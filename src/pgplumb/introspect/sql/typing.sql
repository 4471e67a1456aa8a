-- when: select from pg_class where reloftype <> 0
-- Typed tables, and the composite types that they are of.
select 0, 0, n.nspname as schema, format_type(c.reloftype, null) as name, c.relname as "table", '' as signature,
    tn.nspname as type_schema, t.typname as type_name
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = c.reloftype
join pg_namespace tn on tn.oid = t.typnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
