-- catalog: pg_conversion
-- when: select from pg_conversion where oid >= 16384
-- Conversions between encodings.
select c.oid, 0, n.nspname as schema, c.conname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.conowner) as owner, c.condefault as default,
    pg_encoding_to_char(c.conforencoding) as source, pg_encoding_to_char(c.contoencoding) as destination,
    c.conproc::regproc::text as function
from pg_conversion c
join pg_namespace n on n.oid = c.connamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
