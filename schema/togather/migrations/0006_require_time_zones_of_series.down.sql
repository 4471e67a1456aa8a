-- pgplumb: migration require_time_zones_of_series
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 130d1babcfb3573391ffd49fa2e03512407afc82172df5370db9f3349f02dfe0
-- pgplumb: after 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313

DROP FUNCTION public.expand_series(uuid, timestamp with time zone, interval);

DROP FUNCTION public.series_dates(text, date, date);

DROP FUNCTION public.rule_part(text, text);

ALTER TABLE public.event_series ALTER COLUMN timezone DROP NOT NULL;

COMMENT ON COLUMN public.event_series.timezone IS 'Zone of that local time, such as America/Toronto; null where not known yet (schema:scheduleTimezone).';

COMMENT ON TABLE public.event_series IS 'One row per series (schema:EventSeries). Its events'' occurrences are made by hand.';
