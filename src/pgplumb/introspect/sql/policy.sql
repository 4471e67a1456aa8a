-- catalog: pg_policy
-- when: select from pg_policy where oid >= 16384
-- Row security policies.
select p.oid, 0, n.nspname as schema, p.polname as name, c.relname as "table", '' as signature,
    p.polpermissive as permissive,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
        else 'all' end as command,
    case when p.polroles = '{0}' then '{}'
        else array(select pg_get_userbyid(r)::text from unnest(p.polroles) r order by 1) end as roles,
    coalesce(pg_get_expr(p.polqual, p.polrelid), '') as using,
    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as check
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_'
