-- How the server is doing: for services, which may read all sessions' states (pg_monitor).

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

revoke execute on function app.health_locks() from public;
grant execute on function app.health_locks() to service_role;
