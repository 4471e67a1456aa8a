-- catalog: pg_operator
-- when: select from pg_operator where oid >= 16384
-- Operators that are more than a name that another one mentions.
select o.oid, 0, n.nspname as schema, o.oprname as name, '' as "table",
    case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end || ', ' || format_type(o.oprright, null) as signature,
    pg_get_userbyid(o.oprowner) as owner,
    o.oprcode::regproc::text as function,
    coalesce((select format('operator(%I.%s)', cn.nspname, c.oprname) from pg_operator c
        join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprcom), '') as commutator,
    coalesce((select format('operator(%I.%s)', cn.nspname, c.oprname) from pg_operator c
        join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprnegate), '') as negator,
    case when o.oprrest <> 0 then o.oprrest::regproc::text else '' end as restrict,
    case when o.oprjoin <> 0 then o.oprjoin::regproc::text else '' end as join,
    o.oprcanhash as hashes, o.oprcanmerge as merges
from pg_operator o
join pg_namespace n on n.oid = o.oprnamespace
where o.oprcode <> 0 and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
