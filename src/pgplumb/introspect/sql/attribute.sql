-- catalog: pg_class
-- when: select from pg_class where oid >= 16384 and relkind = 'c'
-- Attributes of composite types.
select c.oid, a.attnum, n.nspname as schema, a.attname as name, c.relname as "table", '' as signature,
    format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation
        then (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation)
        else '' end as collation,
    a.attnum as position
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
where c.relkind = 'c' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
