-- catalog: pg_publication_namespace
-- when: select from pg_publication where oid >= 16384
-- Schemas of publications (PostgreSQL 15).
select r.oid, 0, n.nspname as schema, p.pubname as name, '' as "table", '' as signature
from pg_publication_namespace r -- since 15
join pg_publication p on p.oid = r.pnpubid -- since 15
join pg_namespace n on n.oid = r.pnnspid -- since 15
from pg_publication p, pg_namespace n, pg_namespace r where false -- before 15
