-- pgplumb: migration require_the_price_of_tickets
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 53dd9f3e75396f6b2bd397c27d5431ea0530a61c246175aac00a59440109c2e1
-- pgplumb: after 2bcda9865dbc7372950b2fc05b7b693f6dde6af674be1015f31f858b12c75de8
-- pgplumb: hazard table_scan: table public.tickets is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table public.tickets may hold NULL in column public.tickets.price_snapshot
-- pgplumb: hazard table_scan: table public.tickets is read in full: no row may hold NULL in column public.tickets.price_snapshot
-- pgplumb: hazard blocks_reads: table public.tickets cannot be read or written while it is read in full

UPDATE public.tickets SET price_snapshot = (select t.price from ticket_tiers t where t.id = tickets.ticket_tier_id) WHERE price_snapshot IS NULL;

ALTER TABLE public.tickets ALTER COLUMN price_snapshot SET NOT NULL;

COMMENT ON COLUMN public.tickets.price_snapshot IS 'What was paid for it, two decimals, whatever the tier costs later.';

CREATE TRIGGER tickets_keep_their_price BEFORE UPDATE OF price_snapshot ON public.tickets FOR EACH ROW WHEN ((old.price_snapshot IS DISTINCT FROM new.price_snapshot)) EXECUTE FUNCTION public.forbid_change('what was paid for it stays');
