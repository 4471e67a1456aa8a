-- catalog: pg_attrdef
-- Defaults of columns of tables and views; a generated column's expression is part of the column. A default names no
-- column, so the table need not be opened to print it.
select d.oid, 0, n.nspname as schema, a.attname as name, c.relname as "table", '' as signature,
    pg_get_expr(d.adbin, 0) as expression
from pg_attrdef d
join pg_class c on c.oid = d.adrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
where a.attgenerated = '' and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
