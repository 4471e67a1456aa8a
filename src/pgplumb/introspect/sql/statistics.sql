-- catalog: pg_statistic_ext
-- when: select from pg_statistic_ext where oid >= 16384
-- Extended statistics objects.
select s.oid, 0, n.nspname as schema, s.stxname as name, '' as "table", '' as signature,
    pg_get_userbyid(s.stxowner) as owner,
    s.stxrelid::regclass::text as "table",
    array(select k::text from unnest(s.stxkind) k where k <> 'e' order by 1) as kinds,
    array(
        select quote_ident(a.attname) from pg_attribute a where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys)
        union all select unnest(pg_get_statisticsobjdef_expressions(s.oid))
        order by 1
    ) as items,
    pg_get_statisticsobjdef(s.oid) as definition,
    coalesce(s.stxstattarget, -1) as target
from pg_statistic_ext s
join pg_namespace n on n.oid = s.stxnamespace
where n.nspname !~ '^pg_'
