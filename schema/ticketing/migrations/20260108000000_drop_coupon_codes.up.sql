-- pgplumb: migration drop_coupon_codes
-- pgplumb: engine native: migra does not see a comment (comment on column public.orders.coupon_code)
-- pgplumb: before 2717a92b339c75eb1e2ababcc87204959e5b041bd1bf0830f06332be940103ea
-- pgplumb: after aa50b4ee88d65e3fc95c4192294ca87277c25146d355e48cdb166fc6deb54ff7
-- pgplumb: hazard data_loss: lost for good: column public.orders.coupon_code
-- pgplumb: loses column public.orders.coupon_code

ALTER TABLE public.orders DROP CONSTRAINT orders_coupon_code_shape;

DROP INDEX public.idx_orders_coupon;

ALTER TABLE public.orders DROP COLUMN coupon_code;
