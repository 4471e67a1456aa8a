-- catalog: pg_proc
-- when: select from pg_proc where oid >= 16384
-- Procedures; the signature holds the types of the input arguments, as ALTER and DROP take them.
select p.oid, 0, n.nspname as schema, p.proname as name, '' as "table",
    (select coalesce(string_agg(format_type(u.type, null), ', ' order by u.place), '')
     from unnest(p.proargtypes) with ordinality u (type, place)) as signature,
    pg_get_userbyid(p.proowner) as owner,
    rtrim(pg_get_functiondef(p.oid), E'\n') as definition,
    pg_get_function_arguments(p.oid) as arguments,
    l.lanname as language,
    coalesce(p.proargnames, '{}') as argument_names,
    p.pronargdefaults::int as defaults,
    case when p.prosqlbody is null then p.prosrc else '' end as body
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where p.prokind = 'p' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
