-- How the server is doing: for services, which may read all sessions' states (pg_monitor).

create function app.health_db(
    out database_bytes bigint, out replicas bigint, out replication_lag interval, out outbox_waiting bigint,
    out outbox_lag interval
)
language sql
set search_path = ''
as $$
    select pg_database_size(current_database()),
        (select count(*) from pg_stat_replication r),
        (select max(r.replay_lag) from pg_stat_replication r),
        o.waiting, o.lag
    from (
        select count(*) as waiting, now() - min(x.created_at) as lag
        from app.realtime_outbox x
        where x.published_at is null
    ) o;
$$;

comment on function app.health_db() is
    'One row: size in bytes, replicas and the lag of the slowest (null: none), changes not sent yet and the age of the oldest (null: none).';

create function app.health_pool(
    out connections bigint, out active bigint, out idle_in_transaction bigint, out max_connections integer,
    out longest_transaction interval
)
language sql
set search_path = ''
as $$
    select count(*), count(*) filter (where a.state = 'active'),
        count(*) filter (where a.state like 'idle in transaction%'), current_setting('max_connections')::integer,
        max(clock_timestamp() - a.xact_start)
    from pg_stat_activity a
    where a.backend_type = 'client backend';
$$;

comment on function app.health_pool() is
    'One row: connections of clients, of them active and idle in a transaction, how many there may be, and how long the oldest transaction runs.';

create function app.health_locks(out waiting bigint, out longest_wait interval, out blockers integer[])
language sql
set search_path = ''
as $$
    select count(*), max(clock_timestamp() - l.waitstart),
        array(
            select distinct b.pid
            from pg_locks w, unnest(pg_blocking_pids(w.pid)) b (pid)
            where not w.granted
            order by 1
        )
    from pg_locks l
    where not l.granted;
$$;

comment on function app.health_locks() is 'One row: how many wait for a lock, how long the first of them, and for which processes.';

revoke execute on function app.health_db() from public;
revoke execute on function app.health_pool() from public;
revoke execute on function app.health_locks() from public;

grant execute on function app.health_db() to service_role;
grant execute on function app.health_pool() to service_role;
grant execute on function app.health_locks() to service_role;
