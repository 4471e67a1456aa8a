-- What depends on what (pg_depend), among objects that a user made.
select classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype <> 'n' as automatic
from pg_depend
where objid >= 16384 and refobjid >= 16384 and deptype in ('n', 'a', 'i', 'P', 'S')
