-- catalog: pg_collation
-- when: select from pg_collation where oid >= 16384
-- Collations of the user's.
select c.oid, 0, n.nspname as schema, c.collname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.collowner) as owner,
    case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else 'default' end as provider,
    c.collisdeterministic as deterministic,
    coalesce(c.colllocale, '') as locale, -- since 17
    coalesce(c.colliculocale, '') as locale, -- since 15, before 17
    case when c.collprovider = 'i' then coalesce(c.collcollate, '') else '' end as locale, -- before 15
    case when c.collprovider = 'c' then coalesce(c.collcollate, '') else '' end as lc_collate,
    case when c.collprovider = 'c' then coalesce(c.collctype, '') else '' end as lc_ctype,
    coalesce(c.collicurules, '') as rules, -- since 16
    '' as rules, -- before 16
    c.collencoding as encoding
from pg_collation c
join pg_namespace n on n.oid = c.collnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
