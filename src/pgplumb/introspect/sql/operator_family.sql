-- catalog: pg_opfamily
-- when: select from pg_opfamily where oid >= 16384
-- Operator families with the members that belong to none of their classes.
select f.oid, 0, n.nspname as schema, f.opfname as name, '' as "table", m.amname as signature,
    pg_get_userbyid(f.opfowner) as owner,
    array(
        select format('OPERATOR %s %s(%s, %s)', o.amopstrategy, o.amopopr::regoper, format_type(o.amoplefttype, null),
            format_type(o.amoprighttype, null)) || coalesce(' FOR ORDER BY ' || (
                select format('%I.%I', sn.nspname, s.opfname) from pg_opfamily s
                join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = o.amopsortfamily), '')
        from pg_amop o where o.amopfamily = f.oid and not exists (
            select from pg_depend d where d.classid = 'pg_amop'::regclass and d.objid = o.oid
                and d.refclassid = 'pg_opclass'::regclass and d.deptype = 'i')
        union all
        select format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null),
            format_type(p.amprocrighttype, null), p.amproc::regprocedure)
        from pg_amproc p where p.amprocfamily = f.oid and not exists (
            select from pg_depend d where d.classid = 'pg_amproc'::regclass and d.objid = p.oid
                and d.refclassid = 'pg_opclass'::regclass and d.deptype = 'i')
        order by 1
    ) as members
from pg_opfamily f
join pg_am m on m.oid = f.opfmethod
join pg_namespace n on n.oid = f.opfnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
