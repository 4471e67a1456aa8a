-- How the server is doing: for services, which may read all sessions' states (pg_monitor).

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

revoke execute on function app.health_pool() from public;
grant execute on function app.health_pool() to service_role;
