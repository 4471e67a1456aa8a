-- Privileges that are not what the server gives by default, by address and grantee; see acldefault.
with acls as (
    select 'pg_class'::regclass::oid as classid, c.oid, 0 as subid, '' as "column",
        case c.relkind when 'S' then 's' else 'r' end::"char" as kind, c.relowner as owner, c.relacl as acl
    from pg_class c where c.relacl is not null and c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    union all
    select 'pg_class'::regclass, a.attrelid, a.attnum, a.attname, 'c', c.relowner, a.attacl
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attrelid >= 16384 and a.attacl is not null and not a.attisdropped
    union all
    select 'pg_namespace'::regclass, oid, 0, '', 'n', nspowner, nspacl from pg_namespace
    where nspacl is not null and nspname <> 'information_schema' and nspname !~ '^pg_'
    union all
    select 'pg_proc'::regclass, oid, 0, '', 'f', proowner, proacl from pg_proc where proacl is not null and oid >= 16384
    union all
    select 'pg_type'::regclass, oid, 0, '', 'T', typowner, typacl from pg_type where typacl is not null and oid >= 16384
    union all
    select 'pg_language'::regclass, oid, 0, '', 'l', lanowner, lanacl from pg_language where lanacl is not null
    union all
    select 'pg_foreign_data_wrapper'::regclass, oid, 0, '', 'F', fdwowner, fdwacl
    from pg_foreign_data_wrapper where fdwacl is not null
    union all
    select 'pg_foreign_server'::regclass, oid, 0, '', 'S', srvowner, srvacl
    from pg_foreign_server where srvacl is not null
), entries as (
    select a.classid, a.oid, a.subid, a.column, a.kind, a.owner, g.grantee,
        g.privilege_type || case when bool_or(g.is_grantable) then '*' else '' end as privilege, true as held
    from acls a cross join lateral aclexplode(a.acl) g
    where not exists (select from pg_init_privs i -- what an extension's own script granted is the extension's
                      where i.classoid = a.classid and i.objoid = a.oid and i.objsubid = a.subid and i.privtype = 'e'
                          and i.initprivs = a.acl)
    group by a.classid, a.oid, a.subid, a.column, a.kind, a.owner, g.grantee, g.privilege_type
    union all
    select a.classid, a.oid, a.subid, a.column, a.kind, a.owner, g.grantee, g.privilege_type, false
    from acls a cross join lateral aclexplode(acldefault(a.kind, a.owner)) g
    where not exists (select from pg_init_privs i
                      where i.classoid = a.classid and i.objoid = a.oid and i.objsubid = a.subid and i.privtype = 'e'
                          and i.initprivs = a.acl)
)
select classid, oid, subid, "column",
    case when grantee = owner then '@owner' when grantee = 0 then '' else pg_get_userbyid(grantee) end as grantee,
    coalesce(array_agg(privilege order by privilege) filter (where held), '{}') as privileges,
    (select count(*) from aclexplode(acldefault(kind, owner)) e where e.grantee = owner)::int as everything
from entries
group by classid, oid, subid, "column", kind, owner, grantee
having array_agg(privilege order by privilege) filter (where held)
    is distinct from array_agg(privilege order by privilege) filter (where not held)
