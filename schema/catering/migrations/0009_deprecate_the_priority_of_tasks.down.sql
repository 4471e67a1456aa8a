-- pgplumb: migration deprecate_the_priority_of_tasks
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 79a89f5519c08ff1823f1d531916258fe5e4cb6c8ee9445d0e15ff31c0946748
-- pgplumb: after 32b1f0402be4b3eb6e1ae061e748109561746a50af91a21e03d92daeadaa3c8f

ALTER TABLE public.tasks RENAME COLUMN priority_deprecated TO priority;

COMMENT ON COLUMN public.tasks.priority IS 'How urgent it is, 1 first; null where nobody said.';
