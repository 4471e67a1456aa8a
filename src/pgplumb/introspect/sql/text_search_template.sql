-- catalog: pg_ts_template
-- when: select from pg_ts_template where oid >= 16384
-- Text search templates.
select t.oid, 0, n.nspname as schema, t.tmplname as name, '' as "table", '' as signature,
    array_remove(array[
        case when t.tmplinit <> 0 then 'init = ' || t.tmplinit::regproc end,
        'lexize = ' || t.tmpllexize::regproc], null) as clauses
from pg_ts_template t
join pg_namespace n on n.oid = t.tmplnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
