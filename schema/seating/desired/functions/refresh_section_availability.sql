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

revoke all on function refresh_section_availability() from public;
grant execute on function refresh_section_availability() to seat_jobs;
