-- TK-SEC-06: who may do what, to be looked through now and then.

-- name: granted_permissions :many
-- What roles other than the owner may do with tables and views, the whole of them or single columns.
select coalesce(r.rolname, 'public') as role_name, n.nspname as schema_name, c.relname as table_name,
    a.privilege_type, case when g.attname is null then 'whole' else g.attname end as part
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (
    select null::name as attname, c.relacl as acl
    union all
    select t.attname, t.attacl from pg_attribute t where t.attrelid = c.oid and t.attacl is not null
) g
cross join lateral aclexplode(g.acl) a
left join pg_roles r on r.oid = a.grantee
where c.relkind in ('r', 'p', 'v', 'm')
    and n.nspname not in ('pg_catalog', 'information_schema')
    and a.grantee <> c.relowner
order by role_name, schema_name, table_name, part, a.privilege_type;
