create function expand_series(p_series_id uuid, p_now timestamptz default now(), p_ahead interval default '6 months')
returns setof event_occurrences
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_series event_series;
    v_until constant timestamptz := p_now + p_ahead;
begin
    -- Two jobs for one series go one after the other.
    select * into v_series from event_series s where s.id = p_series_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no series %s', p_series_id);
    end if;
    if v_series.recurrence_rule is null or v_series.series_start_date is null or v_series.default_start_time is null then
        return;
    end if;
    return query
    insert into event_occurrences (event_id, start_time, timezone, venue_id)
    select e.id, t.start_time, v_series.timezone, v_series.default_venue_id
    from events e
    cross join series_dates(
        v_series.recurrence_rule, v_series.series_start_date,
        least(v_series.series_end_date, (v_until at time zone v_series.timezone)::date)
    ) as d (day)
    cross join lateral (
        select (d.day + v_series.default_start_time) at time zone v_series.timezone as start_time
    ) t
    where e.series_id = p_series_id
        and e.lifecycle_state in ('draft', 'published', 'rescheduled')
        and t.start_time > greatest(p_now, v_series.expanded_until)
        and t.start_time <= v_until
    order by e.id, t.start_time
    -- TG-TRAP-20: a job that is tried again finds what it made.
    on conflict (event_id, start_time, venue_id) do nothing
    returning *;
    -- What was moved or taken out since stays so.
    update event_series s
    set expanded_until = v_until
    where s.id = p_series_id and v_until > coalesce(s.expanded_until, '-infinity');
end;
$$;

comment on function expand_series(uuid, timestamptz, interval) is
    'Makes the occurrences of a series'' events for some time ahead, those that were not made before. Returns the new ones.';

revoke all on function expand_series(uuid, timestamptz, interval) from public;
grant execute on function expand_series(uuid, timestamptz, interval) to sel_app;
