-- pgplumb: migration backfill_time_zones_of_series
-- pgplumb: before a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: after a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: loses column public.event_series.timezone

UPDATE public.event_series SET timezone = 'America/Toronto' WHERE timezone IS NULL;
