-- pgplumb: migration backfill_time_zones_of_series
-- pgplumb: before 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313
-- pgplumb: after 40750fa5ae6917eeb0020913f1b5bdd2fd2673f1ecd90c9a56ab4cbbf014c313

-- And what undoes them here.

-- Which of them had none is not known any more; those before can do with all that have one.
