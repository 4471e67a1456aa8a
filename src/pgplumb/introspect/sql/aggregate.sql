-- catalog: pg_proc
-- when: select from pg_proc where oid >= 16384
-- Aggregates, each clause as CREATE AGGREGATE takes it; there is no function that prints one.
select p.oid, 0, n.nspname as schema, p.proname as name, '' as "table",
    (select coalesce(string_agg(format_type(u.type, null), ', ' order by u.place), '')
     from unnest(p.proargtypes) with ordinality u (type, place)) as signature,
    pg_get_userbyid(p.proowner) as owner,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result,
    array_remove(array[
        'sfunc = ' || a.aggtransfn::regproc::text,
        'stype = ' || format_type(a.aggtranstype, null),
        case when a.aggtransspace <> 0 then 'sspace = ' || a.aggtransspace end,
        case when a.aggfinalfn <> 0 then 'finalfunc = ' || a.aggfinalfn::regproc::text end,
        case when a.aggfinalextra then 'finalfunc_extra' end,
        case when a.aggfinalfn <> 0 and a.aggfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end
            then 'finalfunc_modify = ' || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end,
        case when a.aggcombinefn <> 0 then 'combinefunc = ' || a.aggcombinefn::regproc::text end,
        case when a.aggserialfn <> 0 then 'serialfunc = ' || a.aggserialfn::regproc::text end,
        case when a.aggdeserialfn <> 0 then 'deserialfunc = ' || a.aggdeserialfn::regproc::text end,
        case when a.agginitval is not null then 'initcond = ' || quote_literal(a.agginitval) end,
        case when a.aggmtransfn <> 0 then 'msfunc = ' || a.aggmtransfn::regproc::text end,
        case when a.aggminvtransfn <> 0 then 'minvfunc = ' || a.aggminvtransfn::regproc::text end,
        case when a.aggmtransfn <> 0 then 'mstype = ' || format_type(a.aggmtranstype, null) end,
        case when a.aggmtransspace <> 0 then 'msspace = ' || a.aggmtransspace end,
        case when a.aggmfinalfn <> 0 then 'mfinalfunc = ' || a.aggmfinalfn::regproc::text end,
        case when a.aggmfinalextra then 'mfinalfunc_extra' end,
        case when a.aggminitval is not null then 'minitcond = ' || quote_literal(a.aggminitval) end,
        case when a.aggsortop <> 0 then 'sortop = ' || (
            select format('operator(%I.%s)', opn.nspname, o.oprname) from pg_operator o
            join pg_namespace opn on opn.oid = o.oprnamespace where o.oid = a.aggsortop) end,
        case when a.aggkind = 'h' then 'hypothetical' end,
        case when p.proparallel <> 'u' then 'parallel = ' || case p.proparallel when 's' then 'safe' else 'restricted' end end
    ], null) as clauses
from pg_proc p
join pg_aggregate a on a.aggfnoid = p.oid
join pg_namespace n on n.oid = p.pronamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
