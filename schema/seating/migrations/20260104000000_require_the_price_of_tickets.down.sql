-- pgplumb: migration require_the_price_of_tickets
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 2bcda9865dbc7372950b2fc05b7b693f6dde6af674be1015f31f858b12c75de8
-- pgplumb: after 53dd9f3e75396f6b2bd397c27d5431ea0530a61c246175aac00a59440109c2e1

DROP TRIGGER tickets_keep_their_price ON public.tickets;

ALTER TABLE public.tickets ALTER COLUMN price_snapshot DROP NOT NULL;

COMMENT ON COLUMN public.tickets.price_snapshot IS 'What was paid for it, two decimals, whatever the tier costs later; null in tickets from before it was kept.';
