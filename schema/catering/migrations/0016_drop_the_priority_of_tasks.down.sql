-- pgplumb: migration drop_the_priority_of_tasks
-- pgplumb: engine native: migra does not see a comment (comment on column public.tasks.priority_deprecated)
-- pgplumb: before 6197c8090fad4dd331d2ff919c332f9154aa0f008637352443a02198cf045da8
-- pgplumb: after d9b9526395d078086080c5993c699c2dd2a94e5baa10d7f74d8c9ec0bf47c3c8

ALTER TABLE public.tasks ADD COLUMN priority_deprecated integer;

COMMENT ON COLUMN public.tasks.priority_deprecated IS 'Deprecated: nobody writes it any more, due_date says what is urgent; dropped in a later version.';
