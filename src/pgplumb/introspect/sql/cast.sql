-- catalog: pg_cast
-- when: select from pg_cast where oid >= 16384
-- Casts of the user's.
select c.oid, 0, '' as schema, '' as name, '' as "table",
    format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) as signature,
    case c.castmethod when 'f' then 'WITH FUNCTION ' || c.castfunc::regprocedure when 'i' then 'WITH INOUT'
        else 'WITHOUT FUNCTION' end as method,
    c.castcontext as context
from pg_cast c
where c.oid >= 16384
    and not exists (select from pg_depend d -- a range type makes the cast to its multirange
                    where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i')
