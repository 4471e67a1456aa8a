-- pgplumb: migration let_tasks_be_cancelled_and_other_communications_be_noted
-- pgplumb: engine native: migra does not see the text of a comment (comment on enum public.task_status) and 1 more
-- pgplumb: before 32b1f0402be4b3eb6e1ae061e748109561746a50af91a21e03d92daeadaa3c8f
-- pgplumb: after 1626315dfef2b91bd8544ed47534e68d4ea34e1fe76248c6fcff12149edb8c43
-- pgplumb: hazard data_loss: lost for good: label 'cancelled' of enum public.task_status
-- pgplumb: hazard data_dependent: column public.tasks.status may hold values that are no public.task_status
-- pgplumb: hazard table_rewrite: table public.tasks is written anew, with all its indexes, because the type of column public.tasks.status changes from public.task_status
-- pgplumb: hazard blocks_reads: table public.tasks cannot be read or written while it is written anew
-- pgplumb: hazard data_dependent: rows of table public.tasks may violate tasks_completed_at_told
-- pgplumb: hazard table_scan: table public.tasks is read in full: every row must satisfy tasks_completed_at_told
-- pgplumb: hazard blocks_reads: table public.tasks cannot be read or written while it is read in full
-- pgplumb: loses label 'cancelled' of enum public.task_status

ALTER TABLE public.communications DROP CONSTRAINT communications_other_has_subject;

ALTER TABLE public.tasks ALTER COLUMN status DROP DEFAULT;

ALTER TABLE public.tasks DROP CONSTRAINT tasks_completed_at_told;

DROP TRIGGER tasks_guard_done ON public.tasks;

DROP TRIGGER tasks_guard_status ON public.tasks;

ALTER TYPE public.task_status RENAME TO task_status__pgplumb_old;

CREATE TYPE public.task_status AS ENUM ('pending', 'in_progress', 'completed');

COMMENT ON TYPE public.task_status IS 'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done.';

ALTER TABLE public.tasks ALTER COLUMN status TYPE public.task_status USING status::text::public.task_status;

DROP TYPE public.task_status__pgplumb_old;

COMMENT ON COLUMN public.tasks.status IS 'How far it is; pending, in_progress or completed.';

ALTER TABLE public.tasks ALTER COLUMN status SET DEFAULT 'pending'::public.task_status;

ALTER TABLE public.tasks ADD CONSTRAINT tasks_completed_at_told CHECK (((status = 'completed'::public.task_status) = (completed_at IS NOT NULL)));

CREATE TRIGGER tasks_guard_done BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_task_done();

CREATE TRIGGER tasks_guard_status BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_status('pending>in_progress', 'in_progress>completed');
