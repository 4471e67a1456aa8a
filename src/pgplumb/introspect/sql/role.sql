-- catalog: pg_authid
-- Roles of these names; pg_roles shows no password.
select r.oid, 0, '' as schema, r.rolname as name, '' as "table", '' as signature,
    r.rolsuper as superuser, r.rolcanlogin as login, r.rolinherit as inherit, r.rolcreatedb as create_db,
    r.rolcreaterole as create_role, r.rolreplication as replication, r.rolbypassrls as bypass_rls,
    r.rolconnlimit as connection_limit,
    case when r.rolvaliduntil is null or r.rolvaliduntil = 'infinity' then ''
        else to_char(r.rolvaliduntil at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"+00"') end as valid_until
from pg_roles r
where r.rolname = any (%(names)s)
