-- pgplumb: migration hold_all_pending_orders_to_their_time
-- pgplumb: engine native: migra does not see a comment (comment on procedure public.backfill_order_expiry(integer)) and 4 more
-- pgplumb: before ac111459fd40fb5b2d2ef75e7921b7b194ee7d15cfd952c87e9fd648b86c68d3
-- pgplumb: after b9563c6bc9b1977160511aaa0563e9605c806cc367bde6111044dd6b01b74f18
-- pgplumb: hazard data_dependent: rows of table public.orders may violate orders_pending_expires, which was not validated so far
-- pgplumb: hazard table_scan: table public.orders is read in full: every row must satisfy orders_pending_expires; reads and writes go on

DROP PROCEDURE public.backfill_order_expiry(integer);

ALTER TABLE public.orders VALIDATE CONSTRAINT orders_pending_expires;

COMMENT ON COLUMN public.orders.expires_at IS 'When the order gives its tickets back if it is still unpaid; never null while it is pending.';
