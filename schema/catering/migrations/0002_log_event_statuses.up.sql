-- pgplumb: migration log_event_statuses
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_status_log.changed_at) and 40 more
-- pgplumb: before 46f0c184ec8c96e4fb5547947a955131862686f66a2d9347ffc30f1bacd6a2e8
-- pgplumb: after 58c450c9271fc1cd83d8ecee52bdc1f93ea5aa8587bdaf8ef4350da84903d429

SET LOCAL check_function_bodies = off;

CREATE SEQUENCE public.event_status_log_id_seq AS integer;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise insufficient_privilege using
        message = format('%s is append-only', tg_table_name),
        table = tg_table_name;
end;
$function$;

COMMENT ON FUNCTION public.refuse_change() IS 'Trigger: refuses (42501) the statement or row that it fires for.';

CREATE OR REPLACE FUNCTION public.refuse_delete_before_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if exists (select from events e where e.id = old.event_id) then
        raise insufficient_privilege using
            message = format('%s is append-only; its rows go with their event', tg_table_name),
            table = tg_table_name;
    end if;
    return old;
end;
$function$;

COMMENT ON FUNCTION public.refuse_delete_before_event() IS 'Trigger: refuses (42501) to delete a row while its event is there.';

CREATE TABLE public.event_status_log (
    id integer DEFAULT nextval('public.event_status_log_id_seq'::regclass) NOT NULL,
    event_id integer NOT NULL,
    old_status public.event_status,
    new_status public.event_status NOT NULL,
    changed_by integer,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    notes text,
    CONSTRAINT event_status_log_pkey PRIMARY KEY (id),
    CONSTRAINT event_status_log_is_a_change CHECK ((old_status IS DISTINCT FROM new_status))
);

ALTER SEQUENCE public.event_status_log_id_seq OWNED BY public.event_status_log.id;

CREATE OR REPLACE FUNCTION public.log_event_status_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- CA-TRAP-27: a job that acts for nobody still leaves its row. CA-INV-05: the clock, for now() of who waited for
    -- the row is before the change that was waited for.
    insert into event_status_log (event_id, old_status, new_status, changed_by, changed_at, notes)
    values (
        new.id,
        case when tg_op = 'UPDATE' then old.status end,
        new.status,
        coalesce(current_actor(), case when tg_op = 'INSERT' then new.created_by end),
        clock_timestamp(),
        nullif(current_setting('app.status_notes', true), '')
    );
    return null;
end;
$function$;

COMMENT ON FUNCTION public.log_event_status_change() IS 'Trigger: writes the row of event_status_log for a new event or a new status; its notes come from the setting app.status_notes.';

REVOKE ALL ON FUNCTION public.log_event_status_change() FROM PUBLIC;

ALTER TABLE public.event_status_log ADD CONSTRAINT event_status_log_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.event_status_log ADD CONSTRAINT event_status_log_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE INDEX idx_event_status_log_changed_by ON public.event_status_log USING btree (changed_by);

CREATE INDEX idx_event_status_log_event_id_changed_at ON public.event_status_log USING btree (event_id, changed_at);

CREATE TRIGGER event_status_log_append_only BEFORE UPDATE ON public.event_status_log FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER event_status_log_no_truncate BEFORE TRUNCATE ON public.event_status_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER event_status_log_stays BEFORE DELETE ON public.event_status_log FOR EACH ROW EXECUTE FUNCTION public.refuse_delete_before_event();

COMMENT ON COLUMN public.event_status_log.changed_at IS 'When it was changed.';

COMMENT ON COLUMN public.event_status_log.changed_by IS 'Account on whose behalf it was changed (app.current_user_id); null where a job did.';

COMMENT ON COLUMN public.event_status_log.event_id IS 'The event.';

COMMENT ON COLUMN public.event_status_log.id IS 'Running number of the entry; those of one event are in the order of the changes.';

COMMENT ON COLUMN public.event_status_log.new_status IS 'Its status after.';

COMMENT ON COLUMN public.event_status_log.notes IS 'What was said about the change (app.status_notes); null where nothing.';

COMMENT ON COLUMN public.event_status_log.old_status IS 'Its status before; null when it was made.';

COMMENT ON TABLE public.event_status_log IS 'One row per event when it is made, and one per change of its status, written by triggers. Append-only; goes with its event.';

GRANT SELECT ON TABLE public.event_status_log TO catering_app;

GRANT SELECT ON TABLE public.event_status_log TO catering_readonly;

GRANT SELECT ON TABLE public.event_status_log TO catering_scheduler;

CREATE TRIGGER events_log_first_status AFTER INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.log_event_status_change();

CREATE TRIGGER events_log_status AFTER UPDATE ON public.events FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.log_event_status_change();

CREATE VIEW public.event_status_timeline AS
 SELECT l.event_id,
    e.name AS event_name,
    e.client_id,
    c.company_name,
    l.new_status AS status,
    l.changed_at AS entered_at,
    lead(l.changed_at) OVER steps AS left_at,
    (lead(l.changed_at) OVER steps - l.changed_at) AS duration
   FROM ((public.event_status_log l
     JOIN public.events e ON ((e.id = l.event_id)))
     JOIN public.clients c ON ((c.id = e.client_id)))
  WINDOW steps AS (PARTITION BY l.event_id ORDER BY l.id);

COMMENT ON COLUMN public.event_status_timeline.client_id IS 'Who asked for it.';

COMMENT ON COLUMN public.event_status_timeline.company_name IS 'Name of that client.';

COMMENT ON COLUMN public.event_status_timeline.duration IS 'left_at - entered_at; null while the event has the status.';

COMMENT ON COLUMN public.event_status_timeline.entered_at IS 'From when the event had it.';

COMMENT ON COLUMN public.event_status_timeline.event_id IS 'The event.';

COMMENT ON COLUMN public.event_status_timeline.event_name IS 'What it is called.';

COMMENT ON COLUMN public.event_status_timeline.left_at IS 'Until when the event had it; null while it has.';

COMMENT ON COLUMN public.event_status_timeline.status IS 'The status.';

COMMENT ON VIEW public.event_status_timeline IS 'One row per status that an event has had, archived events included.';

GRANT SELECT ON TABLE public.event_status_timeline TO catering_app;

GRANT SELECT ON TABLE public.event_status_timeline TO catering_readonly;

GRANT SELECT ON TABLE public.event_status_timeline TO catering_scheduler;

CREATE VIEW public.upcoming_events AS
 SELECT e.id AS event_id,
    e.name AS event_name,
    e.event_date,
    e.start_time,
    e.end_time,
    e.venue,
    e.estimated_attendees,
    e.status,
    e.client_id,
    c.company_name,
    c.contact_name,
    c.email AS client_email,
    c.phone AS client_phone
   FROM (public.events e
     JOIN public.clients c ON ((c.id = e.client_id)))
  WHERE ((NOT e.is_archived) AND (e.event_date >= now()));

COMMENT ON COLUMN public.upcoming_events.client_email IS 'Address of that person.';

COMMENT ON COLUMN public.upcoming_events.client_id IS 'Who asked for it.';

COMMENT ON COLUMN public.upcoming_events.client_phone IS 'Number of that person; null where not known.';

COMMENT ON COLUMN public.upcoming_events.company_name IS 'Name of that client.';

COMMENT ON COLUMN public.upcoming_events.contact_name IS 'Whom to speak with there.';

COMMENT ON COLUMN public.upcoming_events.end_time IS 'When it ends; null while not settled.';

COMMENT ON COLUMN public.upcoming_events.estimated_attendees IS 'How many people are expected; null while not known.';

COMMENT ON COLUMN public.upcoming_events.event_date IS 'The moment for which it is planned.';

COMMENT ON COLUMN public.upcoming_events.event_id IS 'The event.';

COMMENT ON COLUMN public.upcoming_events.event_name IS 'What it is called.';

COMMENT ON COLUMN public.upcoming_events.start_time IS 'When it begins; null while not settled.';

COMMENT ON COLUMN public.upcoming_events.status IS 'How far it is.';

COMMENT ON COLUMN public.upcoming_events.venue IS 'Where it takes place; null while not settled.';

COMMENT ON VIEW public.upcoming_events IS 'One row per event to come that is not archived, with whom to call about it.';

GRANT SELECT ON TABLE public.upcoming_events TO catering_app;

GRANT SELECT ON TABLE public.upcoming_events TO catering_readonly;

GRANT SELECT ON TABLE public.upcoming_events TO catering_scheduler;
