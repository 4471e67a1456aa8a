-- pgplumb: migration let_pending_orders_expire
-- pgplumb: engine native: migra does not see a comment (comment on procedure public.backfill_order_expiry(integer)) and 3 more
-- pgplumb: before ac111459fd40fb5b2d2ef75e7921b7b194ee7d15cfd952c87e9fd648b86c68d3
-- pgplumb: after 5daa334990dae58882e4dc7acb90856e8dee12a378a7ad904fa7edc92ef0d555

ALTER TABLE public.orders ALTER COLUMN expires_at DROP DEFAULT;

ALTER TABLE public.orders DROP CONSTRAINT orders_pending_expires;

DROP PROCEDURE public.backfill_order_expiry(integer);
