-- catalog: pg_ts_dict
-- when: select from pg_ts_dict where oid >= 16384
-- Text search dictionaries, their options apart.
select d.oid, 0, n.nspname as schema, d.dictname as name, '' as "table", '' as signature,
    pg_get_userbyid(d.dictowner) as owner,
    format('%I.%I', tn.nspname, t.tmplname) as template,
    case when d.dictinitoption is null then '{}'
        else regexp_split_to_array(d.dictinitoption, ', (?=("[^"]+"|\w+) = )') end as options
from pg_ts_dict d
join pg_namespace n on n.oid = d.dictnamespace
join pg_ts_template t on t.oid = d.dicttemplate
join pg_namespace tn on tn.oid = t.tmplnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
