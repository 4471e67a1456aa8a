-- What depends on what (pg_depend), among objects that a user made. An address is one number: 16 bits of classid, 32 of objid, 16 of subid.
select (d.classid::bigint << 48) | (d.objid::bigint << 16) | d.objsubid as dependent,
    (d.refclassid::bigint << 48) | (d.refobjid::bigint << 16) | d.refobjsubid as referenced,
    d.deptype <> 'n' as automatic
from pg_depend d
where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype in ('n', 'a', 'i', 'P', 'S')
    -- Left out for there are so many of them: row types and array types, the triggers behind foreign keys, NOT NULL; TOAST
    -- tables, and sequences and indexes that are part of a column or a constraint.
    and not (d.classid = 'pg_type'::regclass and d.deptype = 'i')
    and not (d.classid = 'pg_class'::regclass and d.refclassid in ('pg_class'::regclass, 'pg_constraint'::regclass) and d.deptype = 'i')
    and not (d.classid = 'pg_trigger'::regclass and d.refclassid = 'pg_constraint'::regclass and d.deptype = 'i')
    and not exists (select from pg_constraint k where k.oid = d.objid and k.contype = 'n' and d.classid = 'pg_constraint'::regclass)
    and not exists (select from pg_class t where t.oid = d.refobjid and t.relkind = 't' and d.refclassid = 'pg_class'::regclass)
    -- Left out for an object's id tells as much: the schema of a relation, the column of a default, the table of a policy.
    and not (d.classid = 'pg_class'::regclass and d.refclassid = 'pg_namespace'::regclass)
    and not (d.classid in ('pg_attrdef'::regclass, 'pg_policy'::regclass) and d.deptype = 'a')
