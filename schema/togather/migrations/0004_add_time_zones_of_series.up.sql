-- pgplumb: migration add_time_zones_of_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.timezone)
-- pgplumb: before b59acc73133c78075d699d86a8cdc958f45f01434042c215b5a6ae4b97c86f09
-- pgplumb: after a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: hazard table_rewrite: table public.event_series is written anew, with all its indexes, because the type of column public.event_series.timezone is a domain that checks its values
-- pgplumb: hazard blocks_reads: table public.event_series cannot be read or written while it is written anew

ALTER TABLE public.event_series ADD COLUMN timezone public.iana_time_zone;

COMMENT ON COLUMN public.event_series.timezone IS 'Zone of that local time, such as America/Toronto; null where not known yet (schema:scheduleTimezone).';
