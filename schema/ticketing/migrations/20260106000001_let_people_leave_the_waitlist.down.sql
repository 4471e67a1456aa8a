-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 4d43940710efbe9ceae209154ce7a2748bdc2c63e9f0d99f12231f5d458512ce
-- pgplumb: after 83d0e0d2cb146b8854017279f7082301f5c36945d1b3e51f977867a0649a426e

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

DROP FUNCTION public.leave_waitlist(uuid, uuid);

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass.';

COMMENT ON COLUMN public.payment_transactions.type IS 'charge or refund.';

COMMENT ON COLUMN public.waitlist.status IS 'waiting, notified, converted or expired.';
