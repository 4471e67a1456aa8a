-- catalog: pg_publication_rel
-- when: select from pg_publication where oid >= 16384
-- Tables of publications, with their columns and row filters.
select r.oid, 0, n.nspname as schema, p.pubname as name, c.relname as "table", '' as signature,
    array(select a.attname from unnest(r.prattrs) u (attnum) -- since 15
          join pg_attribute a on a.attrelid = r.prrelid and a.attnum = u.attnum order by a.attnum) as columns, -- since 15
    '{}'::text[] as columns, -- before 15
    coalesce(pg_get_expr(r.prqual, r.prrelid), '') as filter -- since 15
    '' as filter -- before 15
from pg_publication_rel r
join pg_publication p on p.oid = r.prpubid
join pg_class c on c.oid = r.prrelid
join pg_namespace n on n.oid = c.relnamespace
