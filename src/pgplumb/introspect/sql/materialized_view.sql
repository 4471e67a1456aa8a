-- catalog: pg_class
-- Materialised views.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner,
    rtrim(pg_get_viewdef(c.oid), ';') as definition,
    array(select format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 order by a.attnum) as columns,
    array(select o from unnest(coalesce(c.reloptions, '{}')) o order by 1) as options,
    coalesce(nullif(m.amname, 'heap'), '') as access_method,
    coalesce(s.spcname, '') as tablespace,
    c.relispopulated as populated
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am m on m.oid = c.relam
left join pg_tablespace s on s.oid = c.reltablespace
where c.relkind = 'm' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
