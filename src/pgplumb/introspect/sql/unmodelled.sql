-- Objects of kinds that are read nowhere else.
select 'base_type' as kind, n.nspname as schema, t.typname as name
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'b' and t.typelem = 0 and t.oid >= 16384 and n.nspname !~ '^pg_'
    and not exists (select from pg_depend e where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype in ('e', 'i'))
union all select 'foreign_data_wrapper', '', fdwname from pg_foreign_data_wrapper f where f.oid >= 16384
    and not exists (select from pg_depend e where e.classid = 'pg_foreign_data_wrapper'::regclass and e.objid = f.oid and e.deptype = 'e')
union all select 'server', '', srvname from pg_foreign_server
union all select 'foreign_table', c.relnamespace::regnamespace::text, c.relname from pg_class c where c.relkind = 'f'
union all select 'publication', '', pubname from pg_publication
union all select 'subscription', '', subname from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())
