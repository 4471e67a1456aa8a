-- catalog: pg_class
-- when: select from pg_class where oid >= 16384 and relkind = 'c'
-- Stand-alone composite types.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(t.typowner) as owner,
    array(select a.attname from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as "order"
from pg_class c
join pg_type t on t.oid = c.reltype
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'c' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
