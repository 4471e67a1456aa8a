-- Objects of kinds that are read nowhere else, that the session may not read, or that are the database's own affair.
select 'base_type' as kind, n.nspname as schema, t.typname::text as name
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where (t.typtype = 'b' and t.typelem = 0 or t.typtype = 'p' and not t.typisdefined) and t.oid >= 16384 and n.nspname !~ '^pg_'
    and not exists (select from pg_depend e where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype in ('e', 'i'))
union all
select 'subscription', '', s.subname from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
    and not has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'select')
union all
select 'invalid_index', n.nspname, c.relname
from pg_index x join pg_class c on c.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
where not x.indisvalid and c.relkind = 'i' and n.nspname !~ '^pg_'
    and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
union all
select 'database_setting', '', split_part(c, '=', 1) || coalesce(' of ' || r.rolname, '')
from pg_db_role_setting s cross join unnest(s.setconfig) c left join pg_roles r on r.oid = s.setrole
where s.setdatabase = (select oid from pg_database where datname = current_database())
union all
select 'database_privilege', '', coalesce(string_agg(held, ', ' order by held) filter (where now), 'none') || ' to ' || grantee
from (
    select case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee)::text end as grantee,
        g.privilege_type || case when g.is_grantable then ' with grant option' else '' end as held, true as now
    from pg_database d cross join lateral aclexplode(d.datacl) g
    where d.datname = current_database() and g.grantee <> d.datdba
    union all
    select 'public', g.privilege_type, false
    from pg_database d cross join lateral aclexplode(acldefault('d', d.datdba)) g
    where d.datname = current_database() and d.datacl is not null and g.grantee = 0
) entries
group by grantee
having array_agg(held order by held) filter (where now) is distinct from array_agg(held order by held) filter (where not now)
