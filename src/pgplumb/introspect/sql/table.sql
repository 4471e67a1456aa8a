-- catalog: pg_class
-- Tables and partitioned tables, with their storage parameters and those of their TOAST tables.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner,
    c.relpersistence = 'u' as unlogged,
    coalesce(pg_get_partkeydef(c.oid), '') as partition_key,
    case when c.relkind = 'p' then coalesce(a.amname, '') else coalesce(nullif(a.amname, 'heap'), '') end as access_method,
    coalesce(s.spcname, '') as tablespace,
    coalesce(c.reloptions, '{}') || array(
        select 'toast.' || o from unnest(t.reloptions) with ordinality u (o, place) order by place
    ) as options,
    c.relreplident as replica_identity,
    c.relrowsecurity as row_security,
    c.relforcerowsecurity as force_row_security,
    case when c.reloftype <> 0 then format_type(c.reloftype, null) else '' end as of_type
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am a on a.oid = c.relam
left join pg_tablespace s on s.oid = c.reltablespace
left join pg_class t on t.oid = c.reltoastrelid
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
