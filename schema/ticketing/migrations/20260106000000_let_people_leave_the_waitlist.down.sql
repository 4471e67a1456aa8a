-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 83d0e0d2cb146b8854017279f7082301f5c36945d1b3e51f977867a0649a426e
-- pgplumb: after 3f7350a6b6418d99ce4d2cb34259048eefedc2b6c78df309efc6dcc43ccdec87
-- pgplumb: hazard data_loss: lost for good: label 'left' of enum public.waitlist_status
-- pgplumb: hazard data_dependent: rows of table public.payment_transactions may violate payment_transactions_type_known
-- pgplumb: hazard table_scan: table public.payment_transactions is read in full: every row must satisfy payment_transactions_type_known
-- pgplumb: hazard blocks_reads: table public.payment_transactions cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: column public.waitlist.status may hold values that are no public.waitlist_status
-- pgplumb: hazard table_rewrite: table public.waitlist is written anew, with all its indexes, because the type of column public.waitlist.status changes from public.waitlist_status
-- pgplumb: hazard blocks_reads: table public.waitlist cannot be read or written while it is written anew
-- pgplumb: hazard data_dependent: rows of table public.waitlist may violate waitlist_offer_expires
-- pgplumb: hazard table_scan: table public.waitlist is read in full: every row must satisfy waitlist_offer_expires
-- pgplumb: hazard blocks_reads: table public.waitlist cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: rows of table public.waitlist may violate waitlist_waiting_not_notified
-- pgplumb: hazard table_scan: table public.waitlist is read in full: every row must satisfy waitlist_waiting_not_notified
-- pgplumb: hazard index_build: index public.waitlist.idx_waitlist_overdue is built
-- pgplumb: hazard blocks_writes: table public.waitlist cannot be written while index public.waitlist.idx_waitlist_overdue is built
-- pgplumb: loses label 'left' of enum public.waitlist_status

ALTER TABLE public.waitlist ALTER COLUMN status DROP DEFAULT;

ALTER TABLE public.waitlist DROP CONSTRAINT waitlist_offer_expires;

ALTER TABLE public.waitlist DROP CONSTRAINT waitlist_waiting_not_notified;

DROP INDEX public.idx_waitlist_overdue;

ALTER TYPE public.waitlist_status RENAME TO waitlist_status__pgplumb_old;

CREATE TYPE public.waitlist_status AS ENUM ('waiting', 'notified', 'converted', 'expired');

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass.';

ALTER TABLE public.payment_transactions ADD CONSTRAINT payment_transactions_type_known CHECK ((type = ANY (ARRAY['charge'::text, 'refund'::text])));

ALTER TABLE public.waitlist ALTER COLUMN status TYPE public.waitlist_status USING status::text::public.waitlist_status;

DROP TYPE public.waitlist_status__pgplumb_old;

ALTER TABLE public.waitlist ALTER COLUMN status SET DEFAULT 'waiting'::public.waitlist_status;

ALTER TABLE public.waitlist ADD CONSTRAINT waitlist_offer_expires CHECK (((status <> 'notified'::public.waitlist_status) OR (notified AND (notification_expires_at IS NOT NULL))));

ALTER TABLE public.waitlist ADD CONSTRAINT waitlist_waiting_not_notified CHECK (((status <> 'waiting'::public.waitlist_status) OR (NOT notified)));

CREATE INDEX idx_waitlist_overdue ON public.waitlist USING btree (notification_expires_at) WHERE (status = 'notified'::public.waitlist_status);
