-- pgplumb: migration drop_coupon_codes
-- pgplumb: engine native: migra does not see a comment (comment on column public.orders.coupon_code)
-- pgplumb: before 1722993108fc0e4d3eee00e9c4f209b48c4766b0bc2a5d75c0adbfaf96e02f37
-- pgplumb: after 26f48052a83210fa992e1d0661d88350becbbf7cac9a4ee607be738d6865799a
-- pgplumb: hazard data_loss: lost for good: column public.orders.coupon_code
-- pgplumb: loses column public.orders.coupon_code

ALTER TABLE public.orders DROP CONSTRAINT orders_coupon_code_shape;

DROP INDEX public.idx_orders_coupon;

ALTER TABLE public.orders DROP COLUMN coupon_code;
