-- catalog: pg_opclass
-- when: select from pg_opclass where oid >= 16384
-- Operator classes with the operators and functions that belong to them.
select c.oid, 0, n.nspname as schema, c.opcname as name, '' as "table", m.amname as signature,
    pg_get_userbyid(c.opcowner) as owner,
    c.opcdefault as default,
    format_type(c.opcintype, null) as type,
    format('%I.%I', fn.nspname, f.opfname) as family,
    array(
        select format('OPERATOR %s %s(%s, %s)', o.amopstrategy, o.amopopr::regoper, format_type(o.amoplefttype, null),
            format_type(o.amoprighttype, null)) || coalesce(' FOR ORDER BY ' || (
                select format('%I.%I', sn.nspname, s.opfname) from pg_opfamily s
                join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = o.amopsortfamily), '')
        from pg_amop o join pg_depend d on d.classid = 'pg_amop'::regclass and d.objid = o.oid
            and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i'
        union all
        select format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null),
            format_type(p.amprocrighttype, null), p.amproc::regprocedure)
        from pg_amproc p join pg_depend d on d.classid = 'pg_amproc'::regclass and d.objid = p.oid
            and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid and d.deptype = 'i'
        union all
        select 'STORAGE ' || format_type(c.opckeytype, null) where c.opckeytype <> 0
        order by 1
    ) as items
from pg_opclass c
join pg_am m on m.oid = c.opcmethod
join pg_namespace n on n.oid = c.opcnamespace
join pg_opfamily f on f.oid = c.opcfamily
join pg_namespace fn on fn.oid = f.opfnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
