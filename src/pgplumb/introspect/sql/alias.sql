-- Addresses in pg_depend that stand for another object: what is found there belongs to it.
select 'pg_rewrite'::regclass::oid as classid, r.oid as objid, 'pg_class'::regclass::oid as refclassid, r.ev_class as refobjid, 0 as refsubid
from pg_rewrite r where r.rulename = '_RETURN' and r.oid >= 16384
union all
select 'pg_type'::regclass, t.oid, 'pg_class'::regclass, t.typrelid, 0
from pg_type t where t.typrelid <> 0 and t.oid >= 16384
union all
select 'pg_type'::regclass, t.oid, 'pg_type'::regclass, t.typelem, 0
from pg_type t where t.typelem <> 0 and t.typsubscript = 'array_subscript_handler'::regproc and t.oid >= 16384
union all
select 'pg_type'::regclass, r.rngmultitypid, 'pg_type'::regclass, r.rngtypid, 0
from pg_range r where r.rngtypid >= 16384
union all
select 'pg_class'::regclass, k.conindid, 'pg_constraint'::regclass, k.oid, 0
from pg_constraint k where k.contype in ('p', 'u', 'x')
union all
select 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid, d.adnum
from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum where a.attgenerated <> ''
union all
select 'pg_class'::regclass, d.objid, 'pg_class'::regclass, d.refobjid, d.refobjsubid
from pg_depend d join pg_class c on c.oid = d.objid
where d.classid = 'pg_class'::regclass and d.deptype = 'i' and c.relkind = 'S'
union all
select d.classid, d.objid, 'pg_extension'::regclass, d.refobjid, 0
from pg_depend d where d.deptype = 'e'
union all
select d.classid, d.objid, d.refclassid, d.refobjid, 0
from pg_depend d where d.classid in ('pg_proc'::regclass, 'pg_cast'::regclass) and d.deptype = 'i'
union all
select d.classid, d.objid, d.refclassid, d.refobjid, 0
from pg_depend d
where d.classid in ('pg_amop'::regclass, 'pg_amproc'::regclass) and d.deptype in ('a', 'i')
    and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
union all
select 'pg_constraint'::regclass, k.oid, 'pg_class'::regclass, k.conrelid, k.conkey[1]
from pg_constraint k join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass
where k.contype = 'n' and k.conrelid <> 0
union all
select 'pg_constraint'::regclass, k.oid, 'pg_type'::regclass, k.contypid, 0
from pg_constraint k join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass
where k.contype = 'n' and k.contypid <> 0
