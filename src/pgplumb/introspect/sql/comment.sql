-- Comments, by the address of what they are on; a column's with its name.
select d.classoid, d.objoid, d.objsubid, coalesce(a.attname, '') as column, d.description
from pg_description d
left join pg_attribute a on d.classoid = 'pg_class'::regclass and a.attrelid = d.objoid and a.attnum = d.objsubid
    and d.objsubid > 0
where d.objoid >= 16384 or d.classoid in ('pg_namespace'::regclass, 'pg_extension'::regclass)
