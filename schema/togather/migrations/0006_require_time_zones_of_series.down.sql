-- pgplumb: migration require_time_zones_of_series
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 2c7d987c42a926e4303670cb73da69f1653708aef434054aa9e359fa8b9214bd
-- pgplumb: after a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa

DROP FUNCTION public.expand_series(uuid, timestamp with time zone, interval);

DROP FUNCTION public.series_dates(text, date, date);

DROP FUNCTION public.rule_part(text, text);

ALTER TABLE public.event_series ALTER COLUMN timezone DROP NOT NULL;

COMMENT ON COLUMN public.event_series.timezone IS 'Zone of that local time, such as America/Toronto; null where not known yet (schema:scheduleTimezone).';

COMMENT ON TABLE public.event_series IS 'One row per series (schema:EventSeries). Its events'' occurrences are made by hand.';
