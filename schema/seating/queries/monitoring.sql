-- SE-Q-06: how the database is doing, and what is done about it.

-- name: slow_statements :many
-- Needs pg_stat_statements, loaded and created.
select s.query, s.calls, s.mean_exec_time, s.total_exec_time
from pg_stat_statements s
where s.mean_exec_time > 100
order by s.mean_exec_time desc, s.queryid
limit 10;

-- name: dead_tuples :many
-- relname: the column is not called tablename (SE-TRAP-32). For each row: VACUUM (ANALYZE) of the table.
select s.schemaname as schema_name, s.relname as table_name, s.n_dead_tup as dead_tuples, s.last_autovacuum
from pg_stat_user_tables s
where s.n_dead_tup > 1000
order by s.n_dead_tup desc, s.schemaname, s.relname;

-- name: connections :many
-- An alarm above 0.8. As numeric: integers divide to 0 (SE-TRAP-33).
select a.datname as database_name, count(*) as connections, count(*) filter (where a.state = 'active') as active,
    count(*) filter (where a.state = 'idle') as idle,
    round(count(*)::numeric / current_setting('max_connections')::numeric, 4) as used
from pg_stat_activity a
where a.datname is not null
group by a.datname
order by connections desc, a.datname;

-- name: index_sizes :many
select s.schemaname as schema_name, s.relname as table_name, s.indexrelname as index_name, s.idx_scan as scans,
    pg_relation_size(s.indexrelid) as bytes
from pg_stat_user_indexes s
order by bytes desc, schema_name, index_name;

-- name: indexes_to_rebuild :many
-- SE-RULE-07, monthly: indexes as large as their table is, and then some. Each is a statement for a session of its own, for
-- CONCURRENTLY runs in no transaction (SE-TRAP-20).
select format('REINDEX INDEX CONCURRENTLY %I.%I', s.schemaname, s.indexrelname) as statement
from pg_stat_user_indexes s
where pg_relation_size(s.indexrelid) > greatest(pg_relation_size(s.relid), :least_bytes)
order by pg_relation_size(s.indexrelid) desc, s.indexrelid;

-- name: settings_to_mend :many
-- SE-SEC-03: what the server's postgresql.conf does not say as it should; no schema can tell the server so.
select s.name, s.setting, w.wanted
from (values ('ssl', 'on'), ('password_encryption', 'scram-sha-256')) w (name, wanted)
join pg_settings s on s.name = w.name
where s.setting <> w.wanted
order by s.name;

-- name: passwords_to_change :many
-- SE-SEC-07: logins that act as our roles, superusers among them, whose password never ends (null), or within so many days.
select r.rolname as role_name, nullif(r.rolvaliduntil, 'infinity') as valid_until
from pg_roles r
where r.rolcanlogin
    and exists (
        select from pg_roles o
        where o.rolname in ('seat_app', 'seat_staff', 'seat_jobs') and pg_has_role(r.oid, o.oid, 'member')
    )
    and (r.rolvaliduntil is null or r.rolvaliduntil = 'infinity' or r.rolvaliduntil < now() + make_interval(days => :days))
order by r.rolname;

-- name: number_sections :exec
-- Gives the sections of a venue their places from 1 up. A window function has no place in SET (SE-TRAP-16).
update sections s set display_order = n.place
from (
    select o.id, row_number() over (order by o.display_order, o.name, o.id) as place
    from sections o
    where o.venue_id = :venue_id and not o.deleted
) n
where s.id = n.id and s.display_order <> n.place;
