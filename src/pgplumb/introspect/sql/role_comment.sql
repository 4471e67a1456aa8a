-- Comments on roles of these names.
select r.rolname, d.description
from pg_shdescription d
join pg_roles r on r.oid = d.objoid
where d.classoid = 'pg_authid'::regclass and r.rolname = any (%(names)s)
