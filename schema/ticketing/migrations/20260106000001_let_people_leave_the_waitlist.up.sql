-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 83d0e0d2cb146b8854017279f7082301f5c36945d1b3e51f977867a0649a426e
-- pgplumb: after 4d43940710efbe9ceae209154ce7a2748bdc2c63e9f0d99f12231f5d458512ce
-- pgplumb: hazard data_dependent: rows of table public.payment_transactions may violate payment_transactions_type_known
-- pgplumb: hazard table_scan: table public.payment_transactions is read in full: every row must satisfy payment_transactions_type_known
-- pgplumb: hazard blocks_reads: table public.payment_transactions cannot be read or written while it is read in full

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass; left: gave the place up.';

CREATE OR REPLACE FUNCTION public.leave_waitlist(p_user_id uuid, p_event_id uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT public.require_acting_user(p_user_id) AS require_acting_user;
 UPDATE public.waitlist SET status = 'left'::public.waitlist_status
   WHERE ((waitlist.event_id = leave_waitlist.p_event_id) AND (waitlist.user_id = leave_waitlist.p_user_id) AND (waitlist.status = ANY (ARRAY['waiting'::public.waitlist_status, 'notified'::public.waitlist_status])))
   RETURNING waitlist.id;
END;

COMMENT ON FUNCTION public.leave_waitlist(uuid, uuid) IS 'Gives up all places of a person in an event''s queue, with the offers made for them. Returns the places.';

REVOKE ALL ON FUNCTION public.leave_waitlist(uuid, uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.leave_waitlist(uuid, uuid) TO ticket_admin;

GRANT ALL ON FUNCTION public.leave_waitlist(uuid, uuid) TO ticket_app;

COMMENT ON COLUMN public.payment_transactions.type IS 'charge, refund or chargeback.';

ALTER TABLE public.payment_transactions ADD CONSTRAINT payment_transactions_type_known CHECK ((type = ANY (ARRAY['charge'::text, 'refund'::text, 'chargeback'::text])));

COMMENT ON COLUMN public.waitlist.status IS 'waiting, notified, converted, expired or left.';
