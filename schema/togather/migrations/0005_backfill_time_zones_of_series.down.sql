-- pgplumb: migration backfill_time_zones_of_series
-- pgplumb: before a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa
-- pgplumb: after a5be91cf3d5d918bdcee7167cf3c6455fe82a9e61a3a31ea75223b21538e1bfa

-- Which of them had none is not known any more; those before can do with all that have one.
