-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 13a20da359339eb1e22551c8ccfed8849840bc96ad859d6303e5b62f9d450746
-- pgplumb: after 66940d903efae193bfc1f064daf3ca21f29186bc7e05e508cacd4e011f702090

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

DROP FUNCTION public.leave_waitlist(uuid, uuid);

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass.';

COMMENT ON COLUMN public.payment_transactions.type IS 'charge or refund.';

COMMENT ON COLUMN public.waitlist.status IS 'waiting, notified, converted or expired.';
