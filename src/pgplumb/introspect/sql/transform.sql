-- catalog: pg_transform
-- when: select from pg_transform where oid >= 16384
-- Transforms between types and languages.
select t.oid, 0, '' as schema, '' as name, '' as "table",
    format('FOR %s LANGUAGE %I', format_type(t.trftype, null), l.lanname) as signature,
    array_remove(array[
        case when t.trffromsql <> 0 then 'FROM SQL WITH FUNCTION ' || t.trffromsql::regprocedure end,
        case when t.trftosql <> 0 then 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure end], null) as clauses
from pg_transform t
join pg_language l on l.oid = t.trflang
