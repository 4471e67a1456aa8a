-- pgplumb: migration require_time_zones_of_series
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: after 2c7d987c42a926e4303670cb73da69f1653708aef434054aa9e359fa8b9214bd
-- pgplumb: hazard table_scan: table public.event_series is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table public.event_series may hold NULL in column public.event_series.timezone
-- pgplumb: hazard table_scan: table public.event_series is read in full: no row may hold NULL in column public.event_series.timezone
-- pgplumb: hazard blocks_reads: table public.event_series cannot be read or written while it is read in full

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.rule_part(p_rule text, p_part text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN "substring"(p_rule, (('(?:^|;)'::text || p_part) || '=([^;]*)'::text));

COMMENT ON FUNCTION public.rule_part(text, text) IS 'Value of one part of a recurrence rule, such as BYDAY; null where the rule has none.';

CREATE OR REPLACE FUNCTION public.series_dates(p_rule text, p_start date, p_until date)
 RETURNS SETOF date
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 WITH parts AS (
          SELECT public.rule_part(series_dates.p_rule, 'FREQ'::text) AS freq,
             COALESCE((public.rule_part(series_dates.p_rule, 'INTERVAL'::text))::integer, 1) AS every,
             COALESCE(string_to_array(public.rule_part(series_dates.p_rule, 'BYDAY'::text), ','::text), ARRAY[(ARRAY['MO'::text, 'TU'::text, 'WE'::text, 'TH'::text, 'FR'::text, 'SA'::text, 'SU'::text])[(EXTRACT(isodow FROM series_dates.p_start))::integer]]) AS days,
             COALESCE((public.rule_part(series_dates.p_rule, 'BYMONTHDAY'::text))::integer, (EXTRACT(day FROM series_dates.p_start))::integer) AS month_day,
             LEAST(series_dates.p_until, make_date((substr(public.rule_part(series_dates.p_rule, 'UNTIL'::text), 1, 4))::integer, (substr(public.rule_part(series_dates.p_rule, 'UNTIL'::text), 5, 2))::integer, (substr(public.rule_part(series_dates.p_rule, 'UNTIL'::text), 7, 2))::integer)) AS last,
             (public.rule_part(series_dates.p_rule, 'COUNT'::text))::bigint AS most
         ), days AS (
          SELECT (series_dates.p_start + n.n) AS day
            FROM parts parts_1,
             LATERAL generate_series(0, (parts_1.last - series_dates.p_start)) n(n)
           WHERE
                 CASE parts_1.freq
                     WHEN 'DAILY'::text THEN ((n.n % parts_1.every) = 0)
                     WHEN 'WEEKLY'::text THEN ((((((n.n + (EXTRACT(isodow FROM series_dates.p_start))::integer) - 1) / 7) % parts_1.every) = 0) AND ((ARRAY['MO'::text, 'TU'::text, 'WE'::text, 'TH'::text, 'FR'::text, 'SA'::text, 'SU'::text])[(EXTRACT(isodow FROM (series_dates.p_start + n.n)))::integer] = ANY (parts_1.days)))
                     ELSE (((EXTRACT(day FROM (series_dates.p_start + n.n)))::integer = parts_1.month_day) AND (((((((EXTRACT(year FROM (series_dates.p_start + n.n)))::integer - (EXTRACT(year FROM series_dates.p_start))::integer) * 12) + (EXTRACT(month FROM (series_dates.p_start + n.n)))::integer) - (EXTRACT(month FROM series_dates.p_start))::integer) % parts_1.every) = 0))
                 END
         )
  SELECT d.day
    FROM ( SELECT days.day,
             row_number() OVER (ORDER BY days.day) AS place
            FROM days) d,
     parts
   WHERE ((parts.most IS NULL) OR (d.place <= parts.most))
   ORDER BY d.day;
END;

CREATE OR REPLACE FUNCTION public.expand_series(p_series_id uuid, p_now timestamp with time zone DEFAULT now(), p_ahead interval DEFAULT '6 mons'::interval)
 RETURNS SETOF public.event_occurrences
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
$function$;

COMMENT ON FUNCTION public.expand_series(uuid, timestamp with time zone, interval) IS 'Makes the occurrences of a series'' events for some time ahead, those that were not made before. Returns the new ones.';

REVOKE ALL ON FUNCTION public.expand_series(uuid, timestamp with time zone, interval) FROM PUBLIC;

GRANT ALL ON FUNCTION public.expand_series(uuid, timestamp with time zone, interval) TO sel_app;

COMMENT ON FUNCTION public.series_dates(text, date, date) IS 'The local dates on which a recurrence rule falls, from its start to a last date, both included. Parts: FREQ, INTERVAL, BYDAY, BYMONTHDAY, UNTIL, COUNT.';

UPDATE public.event_series SET timezone = 'America/Toronto' WHERE timezone IS NULL;

ALTER TABLE public.event_series ALTER COLUMN timezone SET NOT NULL;

COMMENT ON COLUMN public.event_series.timezone IS 'Zone of that local time, such as America/Toronto (schema:scheduleTimezone).';

COMMENT ON TABLE public.event_series IS 'One row per series (schema:EventSeries). expand_series() makes the occurrences of its events.';
