-- pgplumb: migration drop_coupon_codes
-- pgplumb: engine native: migra does not see a comment (comment on column public.orders.coupon_code)
-- pgplumb: before 55a671af10de859ab78fc5f055614613346132d6047818d79bbd758308a9ef5b
-- pgplumb: after b703dadba1b8e235c2e0839d6e261904c0158c7a7481a257115635be2a5fcc6b
-- pgplumb: hazard data_loss: lost for good: column public.orders.coupon_code
-- pgplumb: loses column public.orders.coupon_code

ALTER TABLE public.orders DROP CONSTRAINT orders_coupon_code_shape;

DROP INDEX public.idx_orders_coupon;

ALTER TABLE public.orders DROP COLUMN coupon_code;
