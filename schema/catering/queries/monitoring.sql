-- CA-Q-07: how the database is doing.

-- name: connections_by_state :many
select coalesce(a.state, 'unknown') as state, count(*) as connections
from pg_stat_activity a
where a.datname = current_database() and a.backend_type = 'client backend'
group by a.state
order by connections desc, state;

-- name: active_queries :many
select a.pid, a.usename as user_name, a.application_name, clock_timestamp() - a.query_start as running_for, a.query
from pg_stat_activity a
where a.datname = current_database()
    and a.backend_type = 'client backend'
    and a.state = 'active'
    and a.pid <> pg_backend_pid()
order by running_for desc, a.pid;

-- name: index_usage :many
-- relname and indexrelname: the columns are not called tablename and indexname (CA-TRAP-04).
select s.schemaname as schema_name, s.relname as table_name, s.indexrelname as index_name, s.idx_scan as scans,
    s.idx_tup_read as tuples_read, s.idx_tup_fetch as tuples_fetched
from pg_stat_user_indexes s
order by scans desc, schema_name, index_name;

-- name: table_sizes :many
-- Name and schema together, quoted where they need it (CA-TRAP-05).
select t.schemaname as schema_name, t.tablename as table_name,
    pg_total_relation_size(format('%I.%I', t.schemaname, t.tablename)::regclass) as bytes
from pg_tables t
where t.schemaname not in ('pg_catalog', 'information_schema')
order by bytes desc, schema_name, table_name;

-- name: connections_suffice :one
-- CA-TRAP-23: whether the server lets all pools fill up at once, beside what it keeps for superusers and reserved roles.
select
    current_setting('max_connections')::integer as allowed,
    current_setting('superuser_reserved_connections')::integer
        + coalesce(current_setting('reserved_connections', true), '0')::integer as reserved,
    current_setting('max_connections')::integer
        - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true), '0')::integer >= :pooled::integer as suffice;
