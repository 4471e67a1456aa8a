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

revoke execute on function app.health_db() from public;
grant execute on function app.health_db() to service_role;
