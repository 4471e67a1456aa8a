-- pgplumb: migration add_event_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.created_at) and 12 more
-- pgplumb: before b59acc73133c78075d699d86a8cdc958f45f01434042c215b5a6ae4b97c86f09
-- pgplumb: after 7a5a10b73b4e6b71aaf29a61d4793c8a546d64c0add997b9118a2d83f1d28c30
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_series
-- pgplumb: hazard data_loss: lost for good: column public.events.series_id
-- pgplumb: loses rows of table public.event_series
-- pgplumb: loses column public.events.series_id

ALTER TABLE public.events DROP CONSTRAINT events_series_id_fkey;

DROP INDEX public.idx_events_series;

DROP TABLE public.event_series;

ALTER TABLE public.events DROP COLUMN series_id;
