-- From a rule to dates.

create function rule_part(p_rule text, p_part text) returns text
language sql
immutable
parallel safe
return substring(p_rule from '(?:^|;)' || p_part || '=([^;]*)');

comment on function rule_part(text, text) is 'Value of one part of a recurrence rule, such as BYDAY; null where the rule has none.';

-- Local dates are counted, and put on the clock of the place each by itself: 19:00 stays 19:00 when the clocks change
-- (TG-INV-20, TG-TRAP-21).
create function series_dates(p_rule text, p_start date, p_until date) returns setof date
language sql
immutable
set search_path = pg_catalog, public
begin atomic
    with parts as (
        select rule_part(p_rule, 'FREQ') as freq,
            coalesce(rule_part(p_rule, 'INTERVAL')::integer, 1) as every,
            coalesce(
                string_to_array(rule_part(p_rule, 'BYDAY'), ','),
                array[(array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[extract(isodow from p_start)::integer]]
            ) as days,
            coalesce(rule_part(p_rule, 'BYMONTHDAY')::integer, extract(day from p_start)::integer) as month_day,
            least(
                p_until,
                make_date(
                    substr(rule_part(p_rule, 'UNTIL'), 1, 4)::integer,
                    substr(rule_part(p_rule, 'UNTIL'), 5, 2)::integer,
                    substr(rule_part(p_rule, 'UNTIL'), 7, 2)::integer
                )
            ) as last,
            rule_part(p_rule, 'COUNT')::bigint as most
    ), days as (
        select p_start + n as day
        from parts, generate_series(0, parts.last - p_start) as n
        where case parts.freq
            when 'DAILY' then n % parts.every = 0
            when 'WEEKLY' then
                -- Weeks begin on Monday, and the first one is that of the start.
                ((n + extract(isodow from p_start)::integer - 1) / 7) % parts.every = 0
                and (array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[extract(isodow from p_start + n)::integer]
                    = any (parts.days)
            else
                -- A month that has no such day is left out.
                extract(day from p_start + n)::integer = parts.month_day
                and (
                    (extract(year from p_start + n)::integer - extract(year from p_start)::integer) * 12
                    + extract(month from p_start + n)::integer - extract(month from p_start)::integer
                ) % parts.every = 0
        end
    )
    select d.day
    from (select days.day, row_number() over (order by days.day) as place from days) d, parts
    where parts.most is null or d.place <= parts.most
    order by d.day;
end;

comment on function series_dates(text, date, date) is
    'The local dates on which a recurrence rule falls, from its start to a last date, both included. Parts: FREQ, INTERVAL, BYDAY, BYMONTHDAY, UNTIL, COUNT.';

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
