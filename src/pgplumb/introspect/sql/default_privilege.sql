-- when: select from pg_default_acl where oid >= 16384
-- Default privileges (ALTER DEFAULT PRIVILEGES), where they are not the built-in ones.
with acls as (
    select d.defaclrole as role, coalesce(n.nspname, '') as schema, d.defaclobjtype as kind, d.defaclacl as acl,
        case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end as letter,
        d.defaclnamespace <> 0 as added
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
), entries as (
    select a.role, a.schema, a.kind, a.letter, g.grantee,
        g.privilege_type || case when bool_or(g.is_grantable) then '*' else '' end as privilege, true as held
    from acls a cross join lateral aclexplode(a.acl) g
    group by a.role, a.schema, a.kind, a.letter, g.grantee, g.privilege_type
    union all
    select a.role, a.schema, a.kind, a.letter, g.grantee, g.privilege_type, false
    from acls a cross join lateral aclexplode(acldefault(a.letter, a.role)) g where not a.added
)
select schema, pg_get_userbyid(role) as role, kind,
    case when grantee = role then '@owner' when grantee = 0 then '' else pg_get_userbyid(grantee) end as grantee,
    coalesce(array_agg(privilege order by privilege) filter (where held), '{}') as privileges,
    (select count(*) from aclexplode(acldefault(letter, role)) e where e.grantee = role)::int as everything
from entries
group by role, schema, kind, letter, grantee
having array_agg(privilege order by privilege) filter (where held)
    is distinct from array_agg(privilege order by privilege) filter (where not held)
