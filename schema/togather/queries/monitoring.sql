-- TG-MON: what to look at.

-- name: list_unused_indexes :many
-- Indexes that no query has used since the statistics began, the largest first; keys are needed all the same.
select s.relname as table_name, s.indexrelname as index_name, pg_relation_size(s.indexrelid) as bytes
from pg_stat_user_indexes s
join pg_index i on i.indexrelid = s.indexrelid
where s.schemaname = 'public' and s.idx_scan = 0 and not i.indisunique
order by bytes desc, index_name;

-- name: list_invalid_indexes :many
-- What a CREATE INDEX CONCURRENTLY left behind when it failed (TG-TRAP-36).
select i.indexrelid::regclass::text as index_name
from pg_index i
join pg_class c on c.oid = i.indexrelid
where not i.indisvalid and c.relnamespace = 'public'::regnamespace
order by index_name;
