-- catalog: pg_extension
-- Extensions; plpgsql is part of every database unless somebody drops it, and its updates are not worth asking for.
select e.oid, 0, '' as schema, e.extname as name, '' as "table", '' as signature,
    coalesce(nullif(e.extversion, a.default_version), '') as version, n.nspname as in_schema,
    case when e.extname <> 'plpgsql' then array(
        select coalesce(nullif(p.target, a.default_version), '') from pg_extension_update_paths(e.extname) p
        where p.source = e.extversion and p.path is not null order by p.target) else '{}' end as updates
from pg_extension e
left join pg_available_extensions() a on a.name = e.extname
join pg_namespace n on n.oid = e.extnamespace
