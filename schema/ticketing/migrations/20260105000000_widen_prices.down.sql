-- pgplumb: migration widen_prices
-- pgplumb: engine native: migra was passed over: the way up does not run (PostgreSQL refused: cannot alter type of a column used by a view or rule Detail: rule _RETURN on view active_events_with_availability depends on column "price")
-- pgplumb: before 3f7350a6b6418d99ce4d2cb34259048eefedc2b6c78df309efc6dcc43ccdec87
-- pgplumb: after a8035fabf18e51ecf383644b9fb3c6376762bb63e086c422d9bef187ecd59045
-- pgplumb: hazard data_dependent: column public.ticket_tiers.price may hold numbers that do not fit 8 digits
-- pgplumb: hazard table_rewrite: table public.ticket_tiers is written anew, with all its indexes, because the type of column public.ticket_tiers.price changes from numeric(10,2)
-- pgplumb: hazard blocks_reads: table public.ticket_tiers cannot be read or written while it is written anew

DROP VIEW public.active_events_with_availability;

ALTER TABLE public.ticket_tiers ALTER COLUMN price TYPE numeric(8,2);

CREATE VIEW public.active_events_with_availability WITH (security_barrier = true) AS
 SELECT e.id AS event_id,
    e.title,
    e.slug,
    e.venue_name AS venue,
    e.start_time,
    t.min_price,
    t.max_price,
    t.total_quantity,
    t.tickets_available,
    t.tiers_count
   FROM (public.events e
     CROSS JOIN LATERAL ( SELECT min(t_1.price) AS min_price,
            max(t_1.price) AS max_price,
            COALESCE(sum(t_1.quantity), (0)::bigint) AS total_quantity,
            COALESCE(sum(((t_1.quantity - t_1.sold) - t_1.reserved)), (0)::bigint) AS tickets_available,
            count(*) AS tiers_count
           FROM public.ticket_tiers t_1
          WHERE ((t_1.event_id = e.id) AND public.tier_is_on_sale(t_1.is_active, t_1.sale_start_time, t_1.sale_end_time, now()))) t)
  WHERE ((e.status = 'published'::text) AND (e.deleted_at IS NULL) AND (e.start_time > now()));

COMMENT ON COLUMN public.active_events_with_availability.event_id IS 'Key of the event.';

COMMENT ON COLUMN public.active_events_with_availability.max_price IS 'Highest price on sale; null where nothing is.';

COMMENT ON COLUMN public.active_events_with_availability.min_price IS 'Lowest price on sale; null where nothing is.';

COMMENT ON COLUMN public.active_events_with_availability.slug IS 'Part of its page address.';

COMMENT ON COLUMN public.active_events_with_availability.start_time IS 'When it begins.';

COMMENT ON COLUMN public.active_events_with_availability.tickets_available IS 'Tickets that can be bought now; 0 where nothing is on sale.';

COMMENT ON COLUMN public.active_events_with_availability.tiers_count IS 'Number of tiers on sale.';

COMMENT ON COLUMN public.active_events_with_availability.title IS 'Name of the event.';

COMMENT ON COLUMN public.active_events_with_availability.total_quantity IS 'Tickets of the tiers on sale, sold ones included.';

COMMENT ON COLUMN public.active_events_with_availability.venue IS 'Name of the place.';

COMMENT ON VIEW public.active_events_with_availability IS 'One row per published event to come, with what its active tiers whose sale is open have left.';

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_admin;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_app;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_jobs;

GRANT SELECT ON TABLE public.active_events_with_availability TO ticket_readonly;
