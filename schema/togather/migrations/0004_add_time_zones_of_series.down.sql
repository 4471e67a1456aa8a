-- pgplumb: migration add_time_zones_of_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.timezone)
-- pgplumb: before a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: after b59acc73133c78075d699d86a8cdc958f45f01434042c215b5a6ae4b97c86f09
-- pgplumb: hazard data_loss: lost for good: column public.event_series.timezone
-- pgplumb: loses column public.event_series.timezone

ALTER TABLE public.event_series DROP COLUMN timezone;
