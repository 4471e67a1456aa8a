-- pgplumb: migration add_time_zones_of_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.timezone)
-- pgplumb: before 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313
-- pgplumb: after 5d430769eb00eb0bf96239d5917b49304d0fdbcff3364ce1f8b64afc75474804
-- pgplumb: hazard data_loss: lost for good: column public.event_series.timezone
-- pgplumb: loses column public.event_series.timezone

ALTER TABLE public.event_series DROP COLUMN timezone;
