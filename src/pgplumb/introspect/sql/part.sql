-- What is part of something else, and has comments and perhaps privileges of its own all the same: the sequences of
-- identity columns, the indexes behind constraints, and since 18 NOT NULL of columns and domains.
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
union all
select d.classoid, k.oid, 'constraint', n.nspname, k.conname, c.relname
from pg_description d
join pg_constraint k on k.oid = d.objoid and k.contype = 'n'
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where d.classoid = 'pg_constraint'::regclass
union all
select d.classoid, k.oid, 'domain_constraint', n.nspname, k.conname, t.typname
from pg_description d
join pg_constraint k on k.oid = d.objoid and k.contype = 'n'
join pg_type t on t.oid = k.contypid
join pg_namespace n on n.oid = t.typnamespace
where d.classoid = 'pg_constraint'::regclass
