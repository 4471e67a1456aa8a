-- pgplumb: migration add_time_zones_of_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.timezone)
-- pgplumb: before 5d430769eb00eb0bf96239d5917b49304d0fdbcff3364ce1f8b64afc75474804
-- pgplumb: after 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313
-- pgplumb: hazard table_rewrite: table public.event_series is written anew, with all its indexes, because the type of column public.event_series.timezone is a domain that checks its values
-- pgplumb: hazard blocks_reads: table public.event_series cannot be read or written while it is written anew

ALTER TABLE public.event_series ADD COLUMN timezone public.iana_time_zone;

COMMENT ON COLUMN public.event_series.timezone IS 'Zone of that local time, such as America/Toronto; null where not known yet (schema:scheduleTimezone).';
