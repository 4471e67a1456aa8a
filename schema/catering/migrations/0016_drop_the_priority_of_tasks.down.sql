-- pgplumb: migration drop_the_priority_of_tasks
-- pgplumb: engine native: migra does not see a comment (comment on column public.tasks.priority_deprecated)
-- pgplumb: before bc053bd8fedcae230b334f82355aa21e5efc105927dcd40581d9ef5e36625537
-- pgplumb: after e88bc423459aee4b5c9cd07f97eabe99015efbba6049f6a19075c647febd817f

ALTER TABLE public.tasks ADD COLUMN priority_deprecated integer;

COMMENT ON COLUMN public.tasks.priority_deprecated IS 'Deprecated: nobody writes it any more, due_date says what is urgent; dropped in a later version.';
