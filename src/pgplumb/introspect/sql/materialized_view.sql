-- catalog: pg_class
-- when: select from pg_class where oid >= 16384 and relkind = 'm'
-- Materialised views.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner,
    rtrim(pg_get_viewdef(c.oid), ';') as definition,
    array(select format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 order by a.attnum) as columns,
    coalesce(c.reloptions, '{}') as options,
    coalesce(nullif(m.amname, 'heap'), '') as access_method,
    coalesce(s.spcname, '') as tablespace,
    c.relispopulated as populated,
    array(
        select quote_ident(a.attname) || s.setting
        from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        cross join lateral (values
            (' STATISTICS ' || nullif(a.attstattarget, -1)),
            (' STORAGE ' || case when a.attstorage <> t.typstorage then
                case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end),
            (' COMPRESSION ' || case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end)) s (setting)
        where a.attrelid = c.oid and a.attnum > 0 and s.setting is not null order by 1
    ) as settings
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am m on m.oid = c.relam
left join pg_tablespace s on s.oid = c.reltablespace
where c.relkind = 'm' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
