-- catalog: pg_proc
-- when: select from pg_proc where oid >= 16384
-- Functions and window functions; the signature holds the types of the input arguments, as ALTER and DROP take them.
select p.oid, 0, n.nspname as schema, p.proname as name, '' as "table",
    (select coalesce(string_agg(format_type(u.type, null), ', ' order by u.place), '')
     from unnest(p.proargtypes) with ordinality u (type, place)) as signature,
    pg_get_userbyid(p.proowner) as owner,
    rtrim(pg_get_functiondef(p.oid), E'\n') as definition,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result,
    l.lanname as language,
    coalesce(p.proargnames, '{}') as argument_names,
    p.pronargdefaults::int as defaults,
    case when p.prosqlbody is null then p.prosrc else '' end as body
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where p.prokind in ('f', 'w') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (select from pg_depend d -- a range type's constructors are part of it
                    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
