-- catalog: pg_ts_parser
-- when: select from pg_ts_parser where oid >= 16384
-- Text search parsers.
select p.oid, 0, n.nspname as schema, p.prsname as name, '' as "table", '' as signature,
    array_remove(array[
        'start = ' || p.prsstart::regproc, 'gettoken = ' || p.prstoken::regproc, 'end = ' || p.prsend::regproc,
        case when p.prsheadline <> 0 then 'headline = ' || p.prsheadline::regproc end,
        'lextypes = ' || p.prslextype::regproc], null) as clauses
from pg_ts_parser p
join pg_namespace n on n.oid = p.prsnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
