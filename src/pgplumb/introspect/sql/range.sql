-- catalog: pg_type
-- when: select from pg_range where rngtypid >= 16384
-- Range types; the names of functions are empty where there is none.
select t.oid, 0, n.nspname as schema, t.typname as name, '' as "table", '' as signature,
    pg_get_userbyid(t.typowner) as owner,
    format_type(r.rngsubtype, null) as subtype,
    (select case when o.opcdefault then '' else format('%I.%I', onn.nspname, o.opcname) end
     from pg_opclass o join pg_namespace onn on onn.oid = o.opcnamespace where o.oid = r.rngsubopc) as opclass,
    case when r.rngcollation <> s.typcollation
        then (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = r.rngcollation)
        else '' end as collation,
    case when r.rngcanonical <> 0 then r.rngcanonical::regproc::text else '' end as canonical,
    case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text else '' end as difference,
    (select format('%I.%I', mn.nspname, m.typname) from pg_type m join pg_namespace mn on mn.oid = m.typnamespace
     where m.oid = r.rngmultitypid) as multirange
from pg_range r
join pg_type t on t.oid = r.rngtypid
join pg_type s on s.oid = r.rngsubtype
join pg_namespace n on n.oid = t.typnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
