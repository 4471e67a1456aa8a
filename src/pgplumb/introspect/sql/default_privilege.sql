-- Default privileges (ALTER DEFAULT PRIVILEGES), where they are not the built-in ones.
with acls as (
    select d.defaclrole, coalesce(n.nspname, '') as schema, d.defaclobjtype as kind, d.defaclacl as acl,
        case when d.defaclnamespace = 0
            then acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end::"char", d.defaclrole)
            else '{}' end as base
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
), held as (
    select a.defaclrole, a.schema, a.kind, g.grantee,
        g.privilege_type || case when bool_or(g.is_grantable) then '*' else '' end as privilege
    from acls a cross join lateral aclexplode(a.acl) g
    group by 1, 2, 3, 4, g.privilege_type
), given as (
    select a.defaclrole, a.schema, a.kind, g.grantee, g.privilege_type as privilege
    from acls a cross join lateral aclexplode(a.base) g
), grantees as (
    select defaclrole, schema, kind, grantee from held union select defaclrole, schema, kind, grantee from given
)
select g.schema, pg_get_userbyid(g.defaclrole) as role, g.kind,
    case when g.grantee = g.defaclrole then '@owner' when g.grantee = 0 then '' else pg_get_userbyid(g.grantee) end as grantee,
    h.privileges, d.privileges as defaults,
    (select count(*) from aclexplode(acldefault(case g.kind when 'S' then 's' else g.kind end::"char", g.defaclrole)) e
     where e.grantee = g.defaclrole)::int as everything
from grantees g
cross join lateral (
    select coalesce(array_agg(privilege order by privilege), '{}') as privileges from held h
    where (h.defaclrole, h.schema, h.kind, h.grantee) = (g.defaclrole, g.schema, g.kind, g.grantee)) h
cross join lateral (
    select coalesce(array_agg(privilege order by privilege), '{}') as privileges from given d
    where (d.defaclrole, d.schema, d.kind, d.grantee) = (g.defaclrole, g.schema, g.kind, g.grantee)) d
where h.privileges <> d.privileges
