-- pgplumb: migration add_tasks
-- pgplumb: engine native: migra does not see a comment (comment on function public.guard_task_done()) and 19 more
-- pgplumb: before 58c450c9271fc1cd83d8ecee52bdc1f93ea5aa8587bdaf8ef4350da84903d429
-- pgplumb: after 6795df4c222eca4610038ae7ca2e45f556a1268c8f0e39bf66d17b2fbf0ee28a

SET LOCAL check_function_bodies = off;

CREATE TYPE public.task_category AS ENUM ('pre_event', 'during_event', 'post_event');

COMMENT ON TYPE public.task_category IS 'When a task is done: before, during or after its event.';

CREATE TYPE public.task_status AS ENUM ('pending', 'in_progress', 'completed');

COMMENT ON TYPE public.task_status IS 'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done.';

CREATE SEQUENCE public.tasks_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.tasks_id_seq TO catering_app;

CREATE OR REPLACE FUNCTION public.guard_task_done()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if new.status = 'completed' then
        new.completed_at := coalesce(new.completed_at, clock_timestamp());
    else
        new.completed_at := null;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_task_done() IS 'Trigger, for tasks whose status changes: fills in completed_at where it is not given, or clears it.';

CREATE TABLE public.tasks (
    id integer DEFAULT nextval('public.tasks_id_seq'::regclass) NOT NULL,
    event_id integer NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    category public.task_category NOT NULL,
    status public.task_status DEFAULT 'pending'::public.task_status NOT NULL,
    assigned_to integer,
    due_date timestamp with time zone,
    priority integer,
    completed_at timestamp with time zone,
    is_archived boolean DEFAULT false NOT NULL,
    archived_at timestamp with time zone,
    archived_by integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tasks_pkey PRIMARY KEY (id),
    CONSTRAINT tasks_archived_at_told CHECK ((is_archived = (archived_at IS NOT NULL))),
    CONSTRAINT tasks_archived_by_told CHECK ((is_archived OR (archived_by IS NULL))),
    CONSTRAINT tasks_completed_at_told CHECK (((status = 'completed'::public.task_status) = (completed_at IS NOT NULL)))
);

ALTER SEQUENCE public.tasks_id_seq OWNED BY public.tasks.id;

ALTER TABLE public.tasks ADD CONSTRAINT tasks_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.tasks ADD CONSTRAINT tasks_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.tasks ADD CONSTRAINT tasks_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE RESTRICT;

CREATE INDEX idx_tasks_archived_by ON public.tasks USING btree (archived_by);

CREATE INDEX idx_tasks_assigned_to ON public.tasks USING btree (assigned_to);

CREATE INDEX idx_tasks_category ON public.tasks USING btree (category);

CREATE INDEX idx_tasks_event_id ON public.tasks USING btree (event_id);

CREATE INDEX idx_tasks_status_due_date ON public.tasks USING btree (status, due_date);

CREATE TRIGGER tasks_guard_done BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_task_done();

CREATE TRIGGER tasks_guard_status BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_status('pending>in_progress', 'in_progress>completed');

CREATE TRIGGER tasks_maintain_archive BEFORE UPDATE ON public.tasks FOR EACH ROW WHEN ((old.is_archived IS DISTINCT FROM new.is_archived)) EXECUTE FUNCTION public.maintain_archive();

CREATE TRIGGER tasks_set_updated_at BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.tasks.archived_at IS 'When it was put away; null while it is not.';

COMMENT ON COLUMN public.tasks.archived_by IS 'Account that put it away; null while it is not, and where nobody was named.';

COMMENT ON COLUMN public.tasks.assigned_to IS 'Account of who does it; null while nobody does.';

COMMENT ON COLUMN public.tasks.category IS 'Whether it is done before, during or after the event.';

COMMENT ON COLUMN public.tasks.completed_at IS 'When it was done; null until then.';

COMMENT ON COLUMN public.tasks.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.tasks.description IS 'How it is to be done; null where the title says it all.';

COMMENT ON COLUMN public.tasks.due_date IS 'The moment by which it has to be done; null where there is none.';

COMMENT ON COLUMN public.tasks.event_id IS 'The event that it is for.';

COMMENT ON COLUMN public.tasks.id IS 'Key of the task.';

COMMENT ON COLUMN public.tasks.is_archived IS 'Whether it was put away, and is left out of lists.';

COMMENT ON COLUMN public.tasks.priority IS 'How urgent it is, 1 first; null where nobody said.';

COMMENT ON COLUMN public.tasks.status IS 'How far it is; pending, in_progress or completed.';

COMMENT ON COLUMN public.tasks.title IS 'What is to be done, in a few words.';

COMMENT ON COLUMN public.tasks.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.tasks IS 'One row per thing to do for an event.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.tasks TO catering_app;

GRANT SELECT ON TABLE public.tasks TO catering_readonly;

GRANT SELECT ON TABLE public.tasks TO catering_scheduler;
