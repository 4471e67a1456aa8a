-- Objects of kinds that are read nowhere else, or that the session may not read.
select 'base_type' as kind, n.nspname as schema, t.typname as name
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where (t.typtype = 'b' and t.typelem = 0 or t.typtype = 'p' and not t.typisdefined) and t.oid >= 16384 and n.nspname !~ '^pg_'
    and not exists (select from pg_depend e where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype in ('e', 'i'))
union all
select 'security_label', '', l.provider || ' on ' || l.objtype || ' ' || l.objname
from pg_seclabels l where l.objtype not in ('role', 'database', 'tablespace', 'large object')
union all
select 'subscription', '', s.subname from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
    and not has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'select')
