-- Privileges that are not what the server gives by default, by address and grantee; see acldefault.
with acls as (
    select 'pg_class'::regclass::oid as classid, c.oid, 0 as subid, '' as column,
        case c.relkind when 'S' then 's' else 'r' end::"char" as kind, c.relowner as owner, c.relacl as acl
    from pg_class c where c.relacl is not null and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    union all
    select 'pg_class'::regclass, a.attrelid, a.attnum, a.attname, 'c', c.relowner, a.attacl
    from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attacl is not null and not a.attisdropped
    union all
    select 'pg_namespace'::regclass, oid, 0, '', 'n', nspowner, nspacl from pg_namespace where nspacl is not null
    union all
    select 'pg_proc'::regclass, oid, 0, '', 'f', proowner, proacl from pg_proc where proacl is not null
    union all
    select 'pg_type'::regclass, oid, 0, '', 'T', typowner, typacl from pg_type where typacl is not null
    union all
    select 'pg_language'::regclass, oid, 0, '', 'l', lanowner, lanacl from pg_language where lanacl is not null
    union all
    select 'pg_foreign_data_wrapper'::regclass, oid, 0, '', 'F', fdwowner, fdwacl
    from pg_foreign_data_wrapper where fdwacl is not null
    union all
    select 'pg_foreign_server'::regclass, oid, 0, '', 'S', srvowner, srvacl
    from pg_foreign_server where srvacl is not null
), held as (
    select a.*, g.grantee, g.privilege_type || case when bool_or(g.is_grantable) then '*' else '' end as privilege
    from acls a cross join lateral aclexplode(a.acl) g
    group by a.classid, a.oid, a.subid, a.column, a.kind, a.owner, a.acl, g.grantee, g.privilege_type
), given as (
    select a.*, g.grantee, g.privilege_type as privilege
    from acls a cross join lateral aclexplode(acldefault(a.kind, a.owner)) g
), grantees as (
    select classid, oid, subid, "column", kind, owner, grantee from held
    union
    select classid, oid, subid, "column", kind, owner, grantee from given
)
select g.classid, g.oid, g.subid, g.column, g.kind,
    case when g.grantee = g.owner then '@owner' when g.grantee = 0 then '' else pg_get_userbyid(g.grantee) end as grantee,
    h.privileges, d.privileges as defaults,
    (select count(*) from aclexplode(acldefault(g.kind, g.owner)) e where e.grantee = g.owner)::int as everything
from grantees g
cross join lateral (
    select coalesce(array_agg(privilege order by privilege), '{}') as privileges from held h
    where (h.classid, h.oid, h.subid, h.grantee) = (g.classid, g.oid, g.subid, g.grantee)) h
cross join lateral (
    select coalesce(array_agg(privilege order by privilege), '{}') as privileges from given d
    where (d.classid, d.oid, d.subid, d.grantee) = (g.classid, g.oid, g.subid, g.grantee)) d
where h.privileges <> d.privileges
