-- pgplumb: migration drop_coupon_codes
-- pgplumb: engine native: migra does not see a comment (comment on column public.orders.coupon_code)
-- pgplumb: before b703dadba1b8e235c2e0839d6e261904c0158c7a7481a257115635be2a5fcc6b
-- pgplumb: after 55a671af10de859ab78fc5f055614613346132d6047818d79bbd758308a9ef5b
-- pgplumb: hazard data_dependent: rows of table public.orders may violate orders_coupon_code_shape
-- pgplumb: hazard table_scan: table public.orders is read in full: every row must satisfy orders_coupon_code_shape
-- pgplumb: hazard blocks_reads: table public.orders cannot be read or written while it is read in full
-- pgplumb: hazard index_build: index public.orders.idx_orders_coupon is built
-- pgplumb: hazard blocks_writes: table public.orders cannot be written while index public.orders.idx_orders_coupon is built

ALTER TABLE public.orders ADD COLUMN coupon_code text;

ALTER TABLE public.orders ADD CONSTRAINT orders_coupon_code_shape CHECK ((coupon_code ~ '^[A-Z0-9]{4,12}$'::text));

CREATE INDEX idx_orders_coupon ON public.orders USING btree (coupon_code) WHERE (coupon_code IS NOT NULL);

COMMENT ON COLUMN public.orders.coupon_code IS 'Code of the coupon that was used, 4 to 12 capitals and digits; null where none was.';
