create function refresh_event_stats() returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_event_stats')) then
        return false;
    end if;
    refresh materialized view concurrently event_stats;
    return true;
end;
$$;

comment on function refresh_event_stats() is
    'Brings event_stats up to date beside its readers. Call it daily, or when somebody asks. Returns false where another call is at it.';

revoke all on function refresh_event_stats() from public;
grant execute on function refresh_event_stats() to seat_jobs;
