-- TK-Q-08: how the database is doing.

-- name: statements_are_tracked :one
-- Ask this before slow_statements: the extension can be created without the library that feeds it (TK-TRAP-21).
select
    'pg_stat_statements' = any (
        regexp_split_to_array(current_setting('shared_preload_libraries'), '\s*,\s*')
    ) as preloaded,
    exists (select from pg_extension where extname = 'pg_stat_statements') as created;

-- name: slow_statements :many
select s.query, s.calls, s.mean_exec_time, s.total_exec_time, s.rows
from pg_stat_statements s
where s.dbid = (select d.oid from pg_database d where d.datname = current_database())
order by s.mean_exec_time desc, s.queryid
limit 10;

-- name: table_sizes :many
-- By key and not by name, which would fail on names that need quotes (TK-TRAP-20).
select n.nspname as schema_name, c.relname as table_name, pg_total_relation_size(c.oid) as bytes,
    pg_size_pretty(pg_total_relation_size(c.oid)) as size
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
order by bytes desc, schema_name, table_name;

-- name: index_usage :many
-- relname and indexrelname: the columns are not called tablename and indexname (TK-TRAP-19).
select s.schemaname as schema_name, s.relname as table_name, s.indexrelname as index_name, s.idx_scan as scans,
    pg_relation_size(s.indexrelid) as bytes, i.indisunique as is_unique
from pg_stat_user_indexes s
join pg_index i on i.indexrelid = s.indexrelid
order by scans, bytes desc, schema_name, index_name;

-- name: connections :many
select a.state, a.usename as user_name, count(*) as connections
from pg_stat_activity a
where a.datname = current_database()
group by a.state, a.usename
order by connections desc, state, user_name;

-- name: settings_to_mend :many
-- What is set otherwise than in the postgresql.conf of this project: no schema can tell the server so (TK-SEC-04).
select w.name, s.setting, w.wanted
from (
    values
        ('ssl', 'on', '^on$'),
        ('wal_level', 'replica', '^(replica|logical)$'),
        ('archive_mode', 'on', '^(on|always)$'),
        -- cp alone writes over what is there already (TK-TRAP-36).
        ('archive_command', 'test ! -f ... && cp ...', '^(?!cp )')
) w (name, wanted, pattern)
join pg_settings s on s.name = w.name
where s.setting !~ w.pattern or s.setting in ('', '(disabled)')
order by w.name;
