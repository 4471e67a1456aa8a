-- catalog: pg_trigger
-- when: select from pg_trigger where oid >= 16384
-- Triggers that partitions have of their parents, and enable in another way.
select t.oid, 0, n.nspname as schema, t.tgname as name, c.relname as "table", '' as signature,
    t.tgenabled as enabled, p.tgenabled as parent_enabled
from pg_trigger t
join pg_trigger p on p.oid = t.tgparentid
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgenabled <> p.tgenabled and n.nspname !~ '^pg_'
