-- pgplumb: migration add_event_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.created_at) and 12 more
-- pgplumb: before 5d430769eb00eb0bf96239d5917b49304d0fdbcff3364ce1f8b64afc75474804
-- pgplumb: after 7bba04593730cc9f7829a2cf0508aae6eaa6ca9b78ec3be467ed768f95cd433f
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_series
-- pgplumb: hazard data_loss: lost for good: column public.events.series_id
-- pgplumb: loses rows of table public.event_series
-- pgplumb: loses column public.events.series_id

ALTER TABLE public.events DROP CONSTRAINT events_series_id_fkey;

DROP INDEX public.idx_events_series;

DROP TABLE public.event_series;

ALTER TABLE public.events DROP COLUMN series_id;
