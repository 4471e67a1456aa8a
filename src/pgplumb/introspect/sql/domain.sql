-- catalog: pg_type
-- when: select from pg_type where oid >= 16384 and typtype = 'd'
-- Domains.
select t.oid, 0, n.nspname as schema, t.typname as name, '' as "table", '' as signature,
    pg_get_userbyid(t.typowner) as owner,
    format_type(t.typbasetype, t.typtypmod) as type,
    case when t.typcollation <> b.typcollation
        then (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = t.typcollation)
        else '' end as collation,
    coalesce(pg_get_expr(t.typdefaultbin, 0), '') as default,
    t.typnotnull as not_null,
    coalesce(nullif(nn.conname, t.typname || '_not_null'), '') as not_null_name -- since 18
    '' as not_null_name -- before 18
from pg_type t
join pg_type b on b.oid = t.typbasetype
join pg_namespace n on n.oid = t.typnamespace
left join pg_constraint nn on nn.contypid = t.oid and nn.contype = 'n' -- since 18
where t.typtype = 'd' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
