-- catalog: pg_rewrite
-- when: select from pg_rewrite where oid >= 16384 and rulename <> '_RETURN'
-- Rules other than those that make a view.
select r.oid, 0, n.nspname as schema, r.rulename as name, c.relname as "table", '' as signature,
    rtrim(pg_get_ruledef(r.oid), ';') as definition, r.ev_enabled as enabled
from pg_rewrite r
join pg_class c on c.oid = r.ev_class
join pg_namespace n on n.oid = c.relnamespace
where r.rulename <> '_RETURN' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
