-- Settings of roles of these names, for every database.
select 0, 0, '' as schema, split_part(c, '=', 1) as name, r.rolname as "table", '' as signature,
    substr(c, strpos(c, '=') + 1) as value
from pg_db_role_setting s
join pg_roles r on r.oid = s.setrole
cross join unnest(s.setconfig) c
where s.setdatabase = 0 and r.rolname = any (%(names)s)
