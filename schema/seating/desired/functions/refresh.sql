-- Keeps the materialised views fresh.

-- Security definer: before PostgreSQL 17 only the owner may refresh. Who comes while another is at it leaves it to that one
-- and to the next call: refreshes would queue up behind each other otherwise (SE-TRAP-24).
create function refresh_section_availability() returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('refresh_section_availability')) then
        return false;
    end if;
    refresh materialized view concurrently section_availability;
    return true;
end;
$$;

comment on function refresh_section_availability() is
    'Brings section_availability up to date beside its readers. Call it after sales and every 5 minutes. Returns false where another call is at it.';

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

revoke all on function refresh_section_availability(), refresh_event_stats() from public;
grant execute on function refresh_section_availability(), refresh_event_stats() to seat_jobs;
