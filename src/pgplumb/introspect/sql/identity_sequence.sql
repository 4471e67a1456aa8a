-- The sequences of identity columns: parts of their columns, with privileges and comments of their own.
select d.classid, d.objid, n.nspname as schema, c.relname as name, t.relname as "table"
from pg_depend d
join pg_class c on c.oid = d.objid and c.relkind = 'S'
join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = d.refobjid
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
