-- catalog: pg_class
-- when: select from pg_class where oid >= 16384 and relkind = 'v'
-- Views.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner,
    rtrim(pg_get_viewdef(c.oid), ';') as definition,
    array(select format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 order by a.attnum) as columns,
    coalesce(c.reloptions, '{}') as options
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
