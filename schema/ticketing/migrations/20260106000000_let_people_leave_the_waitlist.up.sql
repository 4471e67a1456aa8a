-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before 8aa81e9150cce80a28c0b34f2593fd11f0c5b2d27f72c49b40e41befc6c40b65
-- pgplumb: after 66940d903efae193bfc1f064daf3ca21f29186bc7e05e508cacd4e011f702090
-- pgplumb: hazard irreversible: label 'left' cannot be removed from enum public.waitlist_status again

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

ALTER TYPE public.waitlist_status ADD VALUE 'left';
