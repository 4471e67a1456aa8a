-- pgplumb: migration backfill_time_zones_of_series
-- pgplumb: before 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313
-- pgplumb: after 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313

-- Write the statements of the way up here.
-- pgplumb: loses column public.event_series.timezone

UPDATE public.event_series SET timezone = 'America/Toronto' WHERE timezone IS NULL;
