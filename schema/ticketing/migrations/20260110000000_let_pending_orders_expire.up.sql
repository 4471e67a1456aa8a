-- pgplumb: migration let_pending_orders_expire
-- pgplumb: engine native: migra does not see a comment (comment on procedure public.backfill_order_expiry(integer)) and 3 more
-- pgplumb: before 5daa334990dae58882e4dc7acb90856e8dee12a378a7ad904fa7edc92ef0d555
-- pgplumb: after ac111459fd40fb5b2d2ef75e7921b7b194ee7d15cfd952c87e9fd648b86c68d3

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE PROCEDURE public.backfill_order_expiry(IN p_batch integer DEFAULT 1000)
 LANGUAGE plpgsql
AS $procedure$
declare
    v_done integer;
begin
    loop
        update public.orders
        set expires_at = created_at + interval '30 minutes'
        where id in (
            select o.id
            from public.orders o
            where o.status = 'pending' and o.expires_at is null
            order by o.id
            limit p_batch
        );
        get diagnostics v_done = row_count;
        exit when v_done = 0;
        commit;
    end loop;
end;
$procedure$;

COMMENT ON PROCEDURE public.backfill_order_expiry(integer) IS 'Sets expires_at where a pending order has none, so many rows a transaction. Call it outside of one.';

REVOKE ALL ON PROCEDURE public.backfill_order_expiry(integer) FROM PUBLIC;

GRANT ALL ON PROCEDURE public.backfill_order_expiry(integer) TO ticket_admin;

ALTER TABLE public.orders ALTER COLUMN expires_at SET DEFAULT (now() + '00:30:00'::interval);

ALTER TABLE public.orders ADD CONSTRAINT orders_pending_expires CHECK (((status <> 'pending'::text) OR (expires_at IS NOT NULL))) NOT VALID;
