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
