-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 3f7350a6b6418d99ce4d2cb34259048eefedc2b6c78df309efc6dcc43ccdec87
-- pgplumb: after 83d0e0d2cb146b8854017279f7082301f5c36945d1b3e51f977867a0649a426e
-- pgplumb: hazard irreversible: label 'left' cannot be removed from enum public.waitlist_status again

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

ALTER TYPE public.waitlist_status ADD VALUE 'left';
