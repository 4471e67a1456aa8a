-- SB-Q-11: how it is going. Asked as service_role, which is a member of pg_monitor.

-- name: health :one
-- One row with all that a probe looks at (SB-MON-02 to SB-MON-05, SB-MON-09, SB-MON-10).
select d.database_bytes, d.replicas, d.replication_lag, d.outbox_waiting, d.outbox_lag, p.connections, p.active,
    p.idle_in_transaction, p.max_connections, p.longest_transaction, l.waiting, l.longest_wait, l.blockers
from app.health_db() d
cross join app.health_pool() p
cross join app.health_locks() l;

-- name: connections_by_state :many
-- SB-MON-02
select a.usename as role_name, a.state, count(*) as connections
from pg_stat_activity a
where a.datname = current_database() and a.backend_type = 'client backend'
group by a.usename, a.state
order by connections desc, role_name, a.state
limit 100;

-- name: long_transactions :many
-- SB-MON-03
select a.pid, a.usename as role_name, a.state, clock_timestamp() - a.xact_start as runs_for, left(a.query, 200) as query
from pg_stat_activity a
where a.datname = current_database() and a.xact_start < clock_timestamp() - make_interval(secs => :seconds)
order by a.xact_start
limit 100;

-- name: blocked :many
-- SB-MON-04
select a.pid, pg_blocking_pids(a.pid) as blocked_by, clock_timestamp() - a.state_change as waits_for,
    left(a.query, 200) as query
from pg_stat_activity a
where cardinality(pg_blocking_pids(a.pid)) > 0
order by a.state_change
limit 100;

-- name: replication :many
-- SB-MON-05
select r.application_name, r.state, r.sync_state, r.replay_lag, pg_wal_lsn_diff(r.sent_lsn, r.replay_lsn) as bytes_behind
from pg_stat_replication r
order by r.application_name
limit 100;

-- name: security_events_by_kind :many
-- SB-MON-06
select s.kind, count(*) as events
from audit.security_events s
where s.at > now() - make_interval(hours => :hours)
group by s.kind
order by s.kind
limit 10;

-- name: audit_by_actor :many
-- SB-MON-07: who changed how much.
select a.actor, a.actor_role, a.action, count(*) as changes, max(a.at) as last_change
from audit.audit_log a
where a.tenant_id = :tenant_id and a.at > now() - make_interval(hours => :hours)
group by a.actor, a.actor_role, a.action
order by changes desc, a.actor, a.action
limit 100;

-- name: migration_status :many
-- SB-MON-08: by the history that pgplumb keeps.
select m.version, m.slug, m.state, m.checksum, m.applied_at, m.duration, m.applied_by
from pgplumb.migrations m
order by m.version::numeric desc
limit 100;

-- name: outbox_lag :one
-- SB-MON-09
select count(*) as waiting, now() - min(o.created_at) as oldest
from app.realtime_outbox o
where o.published_at is null;

-- name: capacity :many
-- SB-MON-10
select c.oid::regclass::text as table_name, pg_total_relation_size(c.oid) as bytes, c.reltuples::bigint as rows_estimated
from pg_class c
where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')
order by bytes desc, table_name
limit 100;

-- name: alerts :many
-- SB-MON-11: what is past its threshold. unavailable: nothing is sent any more.
select a.alert, a.value, a.threshold
from app.health_db() d
cross join app.health_pool() p
cross join app.health_locks() l
cross join lateral (
    values
        ('degradation', coalesce(extract(epoch from p.longest_transaction), 0)::numeric, :transaction_seconds::numeric),
        ('contention', l.waiting::numeric, :waiting_locks::numeric),
        ('pool', p.connections::numeric / p.max_connections, :pool_share::numeric),
        ('unavailability', coalesce(extract(epoch from d.outbox_lag), 0)::numeric, :outbox_seconds::numeric),
        ('storage', d.database_bytes::numeric, :storage_bytes::numeric)
) a (alert, value, threshold)
where a.value > a.threshold
order by a.alert
limit 10;

-- name: settings_to_mend :many
-- What the server's postgresql.conf does not say as it should; no schema can tell the server so.
select s.name, s.setting, w.wanted
from (values ('ssl', 'on'), ('password_encryption', 'scram-sha-256')) w (name, wanted)
join pg_settings s on s.name = w.name
where s.setting <> w.wanted
order by s.name
limit 10;

-- name: statements_are_tracked :one
-- Ask this before slow_statements: the extension can be created without the library that feeds it.
select
    'pg_stat_statements' = any (
        regexp_split_to_array(current_setting('shared_preload_libraries'), '\s*,\s*')
    ) as preloaded,
    exists (select from pg_extension where extname = 'pg_stat_statements') as created;

-- name: slow_statements :many
-- SB-MON-01: where pg_stat_statements is there.
select s.query, s.calls, s.mean_exec_time, s.total_exec_time, s.rows
from pg_stat_statements s
where s.dbid = (select d.oid from pg_database d where d.datname = current_database())
order by s.mean_exec_time desc, s.queryid
limit 10;
