-- What roles of these names are members of, where the server's first superuser or one of our own roles made them so:
-- who makes a role is a member of it by itself, and what others granted only they can revoke.
select 0, 0, '' as schema, r.rolname as name, m.rolname as "table", '' as signature,
    bool_or(a.admin_option) as admin,
    bool_or(a.inherit_option) as inherit, -- since 16
    bool_or(a.set_option) as "set" -- since 16
    true as inherit, -- before 16
    true as "set" -- before 16
from pg_auth_members a
join pg_roles r on r.oid = a.roleid
join pg_roles m on m.oid = a.member
where m.rolname = any (%(names)s)
    and (a.grantor = 10 or pg_get_userbyid(a.grantor) = any (%(own)s)) -- since 16
group by m.rolname, r.rolname
