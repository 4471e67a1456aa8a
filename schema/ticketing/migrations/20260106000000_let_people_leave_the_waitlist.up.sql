-- pgplumb: migration let_people_leave_the_waitlist
-- pgplumb: engine native: migra does not see a comment (comment on function public.leave_waitlist(uuid, uuid)) and 6 more
-- pgplumb: before c2956ff803e5b544187ae095182de58d0640920592067983e010a15584e0263a
-- pgplumb: after acc411449b74f225cd8b233befa4eaa4877fd2d5300bab73c1c59c82f83ba8f2
-- pgplumb: hazard irreversible: label 'left' cannot be removed from enum public.waitlist_status again

ALTER TABLE public.payment_transactions DROP CONSTRAINT payment_transactions_type_known;

ALTER TYPE public.waitlist_status ADD VALUE 'left';
