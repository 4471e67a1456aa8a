-- catalog: pg_trigger
-- when: select from pg_trigger where oid >= 16384
-- Triggers of the user's; a partition's copy of its parent's trigger is the parent's.
select t.oid, 0, n.nspname as schema, t.tgname as name, c.relname as "table", '' as signature,
    pg_get_triggerdef(t.oid) as definition, t.tgenabled as enabled
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgparentid = 0 and c.relpersistence <> 't' and n.nspname !~ '^pg_'
