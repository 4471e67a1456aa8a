-- pgplumb: migration add_tasks
-- pgplumb: engine native: migra does not see a comment (comment on function public.guard_task_done()) and 19 more
-- pgplumb: before 6795df4c222eca4610038ae7ca2e45f556a1268c8f0e39bf66d17b2fbf0ee28a
-- pgplumb: after 58c450c9271fc1cd83d8ecee52bdc1f93ea5aa8587bdaf8ef4350da84903d429
-- pgplumb: hazard data_loss: lost for good: rows of table public.tasks
-- pgplumb: loses rows of table public.tasks

DROP TABLE public.tasks;

DROP FUNCTION public.guard_task_done();

DROP TYPE public.task_category;

DROP TYPE public.task_status;
