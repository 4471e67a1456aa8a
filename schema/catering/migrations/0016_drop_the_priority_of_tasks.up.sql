-- pgplumb: migration drop_the_priority_of_tasks
-- pgplumb: engine native: migra does not see a comment (comment on column public.tasks.priority_deprecated)
-- pgplumb: before e88bc423459aee4b5c9cd07f97eabe99015efbba6049f6a19075c647febd817f
-- pgplumb: after bc053bd8fedcae230b334f82355aa21e5efc105927dcd40581d9ef5e36625537
-- pgplumb: hazard data_loss: lost for good: column public.tasks.priority_deprecated
-- pgplumb: loses column public.tasks.priority_deprecated

ALTER TABLE public.tasks DROP COLUMN priority_deprecated;
