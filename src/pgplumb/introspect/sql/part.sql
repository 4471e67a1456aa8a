-- Relations that are part of something else, and have comments and privileges of their own all the same: the sequences
-- of identity columns, the indexes behind constraints.
select d.classid, d.objid, 'sequence' as kind, n.nspname as schema, c.relname as name, t.relname as "table"
from pg_depend d
join pg_class c on c.oid = d.objid and c.relkind = 'S'
join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = d.refobjid
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
union all
select 'pg_class'::regclass, c.oid, 'index', n.nspname, c.relname, t.relname
from pg_constraint k
join pg_class c on c.oid = k.conindid
join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = k.conrelid
where k.contype in ('p', 'u', 'x') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
