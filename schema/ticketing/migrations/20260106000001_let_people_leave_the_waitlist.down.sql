-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 17113133f1c5a3589f9ce69a2adb03299fb0c2f5e11d11b80c904e1427530c91
-- pgplumb: after acc411449b74f225cd8b233befa4eaa4877fd2d5300bab73c1c59c82f83ba8f2

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

DROP FUNCTION public.leave_waitlist(uuid, uuid);

COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass.';

COMMENT ON COLUMN public.payment_transactions.type IS 'charge or refund.';

COMMENT ON COLUMN public.waitlist.status IS 'waiting, notified, converted or expired.';
