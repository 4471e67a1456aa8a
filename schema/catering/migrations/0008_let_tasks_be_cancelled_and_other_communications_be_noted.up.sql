-- pgplumb: migration let_tasks_be_cancelled_and_other_communications_be_noted
-- pgplumb: engine native: migra does not see the text of a comment (comment on enum public.task_status) and 1 more
-- pgplumb: before 1626315dfef2b91bd8544ed47534e68d4ea34e1fe76248c6fcff12149edb8c43
-- pgplumb: after 32b1f0402be4b3eb6e1ae061e748109561746a50af91a21e03d92daeadaa3c8f
-- pgplumb: hazard irreversible: label 'cancelled' cannot be removed from enum public.task_status again
-- pgplumb: hazard data_dependent: rows of table public.communications may violate communications_other_has_subject
-- pgplumb: hazard table_scan: table public.communications is read in full: every row must satisfy communications_other_has_subject
-- pgplumb: hazard blocks_reads: table public.communications cannot be read or written while it is read in full

ALTER TYPE public.task_status ADD VALUE 'cancelled';

COMMENT ON TYPE public.task_status IS 'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done; cancelled: not to be done.';

ALTER TABLE public.communications ADD CONSTRAINT communications_other_has_subject CHECK (((type <> 'other'::public.communication_type) OR (subject IS NOT NULL)));

CREATE OR REPLACE TRIGGER tasks_guard_status BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_status('pending>in_progress', 'in_progress>completed', 'pending>cancelled', 'in_progress>cancelled');

COMMENT ON COLUMN public.tasks.status IS 'How far it is; pending, in_progress, completed, or cancelled before it is done.';
