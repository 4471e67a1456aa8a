-- pgplumb: migration tell_refunds_and_the_last_sale
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_sales_summary.last_sale_at) and 3 more
-- pgplumb: before 45cdc48e7bb00141eba53798e9751c452f2be0c72ac320d6dff23e8e40fd05f9
-- pgplumb: after 6a10c30ef70ddf452869a19507afd31f9007645c7b9f0d6d039ec9ca41b5e9e9

DROP MATERIALIZED VIEW public.event_sales_summary;

CREATE MATERIALIZED VIEW public.event_sales_summary AS
 WITH tier_totals AS (
         SELECT t_1.event_id,
            sum(t_1.quantity) AS total_capacity,
            sum(t_1.reserved) AS tickets_reserved,
            sum(((t_1.quantity - t_1.sold) - t_1.reserved)) AS tickets_available
           FROM public.ticket_tiers t_1
          GROUP BY t_1.event_id
        ), ticket_totals AS (
         SELECT k_1.event_id,
            count(*) AS tickets_sold
           FROM public.tickets k_1
          WHERE (k_1.status = ANY (ARRAY['valid'::text, 'used'::text]))
          GROUP BY k_1.event_id
        ), order_totals AS (
         SELECT o_1.event_id,
            count(*) AS paid_orders,
            sum(o_1.total_amount) AS gross_revenue,
            sum(o_1.service_fee) AS fees,
            sum(o_1.tax) AS tax
           FROM public.orders o_1
          WHERE (o_1.status = ANY (ARRAY['paid'::text, 'partially_refunded'::text]))
          GROUP BY o_1.event_id
        )
 SELECT e.id AS event_id,
    e.title,
    e.promoter_id,
    e.start_time,
    COALESCE(t.total_capacity, (0)::bigint) AS total_capacity,
    COALESCE(k.tickets_sold, (0)::bigint) AS tickets_sold,
    COALESCE(t.tickets_reserved, (0)::bigint) AS tickets_reserved,
    COALESCE(t.tickets_available, (0)::bigint) AS tickets_available,
    COALESCE(o.paid_orders, (0)::bigint) AS paid_orders,
    COALESCE(o.gross_revenue, (0)::numeric) AS gross_revenue,
    COALESCE(o.fees, (0)::numeric) AS fees,
    COALESCE(o.tax, (0)::numeric) AS tax,
    COALESCE(((o.gross_revenue - o.fees) - o.tax), (0)::numeric) AS net_revenue,
    (COALESCE(((k.tickets_sold)::numeric / (NULLIF(t.total_capacity, 0))::numeric), (0)::numeric))::numeric(5,4) AS sell_through,
    now() AS refreshed_at
   FROM (((public.events e
     LEFT JOIN tier_totals t ON ((t.event_id = e.id)))
     LEFT JOIN ticket_totals k ON ((k.event_id = e.id)))
     LEFT JOIN order_totals o ON ((o.event_id = e.id)))
  WHERE (e.deleted_at IS NULL);

CREATE UNIQUE INDEX idx_event_sales_summary_event ON public.event_sales_summary USING btree (event_id);

CREATE INDEX idx_event_sales_summary_promoter ON public.event_sales_summary USING btree (promoter_id);

COMMENT ON COLUMN public.event_sales_summary.event_id IS 'Key of the event.';

COMMENT ON COLUMN public.event_sales_summary.fees IS 'Our fees within it.';

COMMENT ON COLUMN public.event_sales_summary.gross_revenue IS 'Sum of those orders'' totals, before refunds.';

COMMENT ON COLUMN public.event_sales_summary.net_revenue IS 'gross_revenue - fees - tax.';

COMMENT ON COLUMN public.event_sales_summary.paid_orders IS 'Orders that are paid, partly refunded ones included.';

COMMENT ON COLUMN public.event_sales_summary.promoter_id IS 'Who publishes it.';

COMMENT ON COLUMN public.event_sales_summary.refreshed_at IS 'When the figures were taken.';

COMMENT ON COLUMN public.event_sales_summary.sell_through IS 'tickets_sold / total_capacity, from 0 to 1 with four decimals.';

COMMENT ON COLUMN public.event_sales_summary.start_time IS 'When it begins.';

COMMENT ON COLUMN public.event_sales_summary.tax IS 'Tax within it.';

COMMENT ON COLUMN public.event_sales_summary.tickets_available IS 'Tickets neither sold nor reserved, on sale or not.';

COMMENT ON COLUMN public.event_sales_summary.tickets_reserved IS 'Tickets held by active reservations.';

COMMENT ON COLUMN public.event_sales_summary.tickets_sold IS 'Tickets that are valid or used.';

COMMENT ON COLUMN public.event_sales_summary.title IS 'Name of the event.';

COMMENT ON COLUMN public.event_sales_summary.total_capacity IS 'Sum of the tiers'' quantities.';

COMMENT ON MATERIALIZED VIEW public.event_sales_summary IS 'One row per event that is not withdrawn, as of the last refresh; zeros where nothing was sold.';

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_admin;

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_jobs;

GRANT SELECT ON TABLE public.event_sales_summary TO ticket_readonly;
