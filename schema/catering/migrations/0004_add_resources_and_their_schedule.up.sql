-- pgplumb: migration add_resources_and_their_schedule
-- pgplumb: engine native: migra does not see a comment (comment on function public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone)) and 33 more
-- pgplumb: before 6795df4c222eca4610038ae7ca2e45f556a1268c8f0e39bf66d17b2fbf0ee28a
-- pgplumb: after 10282d36a0770462622fdec973853ef9c76285993c047e997d949d33e897b506
-- pgplumb: hazard data_dependent: table public.tasks may hold duplicates under the unique constraint tasks_id_event_id_key
-- pgplumb: hazard index_build: the index of the unique constraint tasks_id_event_id_key on table public.tasks is built
-- pgplumb: hazard blocks_reads: table public.tasks cannot be read or written while the index of the unique constraint tasks_id_event_id_key is built

SET LOCAL check_function_bodies = off;

CREATE EXTENSION btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE TYPE public.resource_type AS ENUM ('staff', 'equipment', 'materials');

COMMENT ON TYPE public.resource_type IS 'What a resource is. staff: a person; equipment: a tool or vehicle; materials: things used in numbers, such as ingredients, tableware, linens.';

CREATE SEQUENCE public.resource_schedule_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.resource_schedule_id_seq TO catering_scheduler;

CREATE SEQUENCE public.resources_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.resources_id_seq TO catering_app;

CREATE OR REPLACE FUNCTION public.booking_range(p_start timestamp with time zone, p_end timestamp with time zone)
 RETURNS tstzrange
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- CA-TRAP-18: an empty range overlaps nothing, and would find every resource free.
    if (p_end > p_start and isfinite(p_start) and isfinite(p_end)) is not true then
        raise check_violation using
            message = format('a booking cannot last from %s to %s',
                             coalesce(p_start::text, 'null'), coalesce(p_end::text, 'null'));
    end if;
    return tstzrange(p_start, p_end, '[)');
end;
$function$;

COMMENT ON FUNCTION public.booking_range(timestamp with time zone, timestamp with time zone) IS 'The time from start to end, without the end. Refuses (23514) what no booking may last: no time, endless, unknown, or backwards.';

CREATE TABLE public.resource_schedule (
    id integer DEFAULT nextval('public.resource_schedule_id_seq'::regclass) NOT NULL,
    resource_id integer NOT NULL,
    event_id integer NOT NULL,
    task_id integer,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT resource_schedule_pkey PRIMARY KEY (id),
    CONSTRAINT resource_schedule_no_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&),
    CONSTRAINT resource_schedule_time_range_valid CHECK ((end_time > start_time)),
    CONSTRAINT resource_schedule_times_finite CHECK ((isfinite(start_time) AND isfinite(end_time)))
);

ALTER SEQUENCE public.resource_schedule_id_seq OWNED BY public.resource_schedule.id;

CREATE OR REPLACE FUNCTION public.book_resource(p_resource_id integer, p_event_id integer, p_task_id integer, p_start timestamp with time zone, p_end timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    insert into resource_schedule (resource_id, event_id, task_id, start_time, end_time)
    values (p_resource_id, p_event_id, p_task_id, p_start, p_end)
    returning id;
$function$;

COMMENT ON FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone) IS 'Books a resource, and returns the key of the booking. 23P01: it is taken then; 23514: the times are none. Repeat on 40P01.';

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE RESTRICT;

CREATE INDEX idx_resource_schedule_event_id ON public.resource_schedule USING btree (event_id);

CREATE INDEX idx_resource_schedule_resource_id_start_time ON public.resource_schedule USING btree (resource_id, start_time);

CREATE INDEX idx_resource_schedule_task_id ON public.resource_schedule USING btree (task_id);

CREATE TRIGGER resource_schedule_set_updated_at BEFORE UPDATE ON public.resource_schedule FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.resource_schedule.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.resource_schedule.end_time IS 'Until when it is held, after the start; it is free again at that moment.';

COMMENT ON COLUMN public.resource_schedule.event_id IS 'The event that it is booked for.';

COMMENT ON COLUMN public.resource_schedule.id IS 'Key of the booking.';

COMMENT ON COLUMN public.resource_schedule.notes IS 'What else to know about the booking; null where nothing.';

COMMENT ON COLUMN public.resource_schedule.resource_id IS 'What is booked.';

COMMENT ON COLUMN public.resource_schedule.start_time IS 'From when it is held.';

COMMENT ON COLUMN public.resource_schedule.task_id IS 'The task of that event that it is booked for; null: the event as a whole.';

COMMENT ON COLUMN public.resource_schedule.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.resource_schedule IS 'One row per booking. A person or tool is held by one booking at a time; one may begin when another ends.';

GRANT SELECT ON TABLE public.resource_schedule TO catering_app;

GRANT SELECT ON TABLE public.resource_schedule TO catering_readonly;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.resource_schedule TO catering_scheduler;

CREATE TABLE public.resources (
    id integer DEFAULT nextval('public.resources_id_seq'::regclass) NOT NULL,
    name character varying(255) NOT NULL,
    type public.resource_type NOT NULL,
    hourly_rate numeric(10,2),
    is_available boolean DEFAULT true NOT NULL,
    notes text,
    is_archived boolean DEFAULT false NOT NULL,
    archived_at timestamp with time zone,
    archived_by integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT resources_pkey PRIMARY KEY (id),
    CONSTRAINT resources_archived_at_told CHECK ((is_archived = (archived_at IS NOT NULL))),
    CONSTRAINT resources_archived_by_told CHECK ((is_archived OR (archived_by IS NULL))),
    CONSTRAINT resources_hourly_rate_not_negative CHECK ((hourly_rate >= (0)::numeric))
);

ALTER SEQUENCE public.resources_id_seq OWNED BY public.resources.id;

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE RESTRICT;

ALTER TABLE public.resources ADD CONSTRAINT resources_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE INDEX idx_resources_archived_by ON public.resources USING btree (archived_by);

CREATE INDEX idx_resources_name ON public.resources USING btree (name);

CREATE INDEX idx_resources_type ON public.resources USING btree (type);

CREATE TRIGGER resources_maintain_archive BEFORE UPDATE ON public.resources FOR EACH ROW WHEN ((old.is_archived IS DISTINCT FROM new.is_archived)) EXECUTE FUNCTION public.maintain_archive();

CREATE TRIGGER resources_set_updated_at BEFORE UPDATE ON public.resources FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.resources.archived_at IS 'When it was put away; null while it is not.';

COMMENT ON COLUMN public.resources.archived_by IS 'Account that put it away; null while it is not, and where nobody was named.';

COMMENT ON COLUMN public.resources.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.resources.hourly_rate IS 'Price of an hour, not negative, two decimals; null where none is charged by the hour.';

COMMENT ON COLUMN public.resources.id IS 'Key of the resource; who books several at once books them in this order.';

COMMENT ON COLUMN public.resources.is_archived IS 'Whether it was put away, and is left out of lists.';

COMMENT ON COLUMN public.resources.is_available IS 'Whether planners offer it: false while it is in repair or on leave. Bookings that are there stay.';

COMMENT ON COLUMN public.resources.name IS 'What it is called.';

COMMENT ON COLUMN public.resources.notes IS 'What else to know about it; null where nothing.';

COMMENT ON COLUMN public.resources.type IS 'Whether it is a person, a tool, or a thing that is used in numbers.';

COMMENT ON COLUMN public.resources.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.resources IS 'One row per person, tool or vehicle, or kind of thing that is there in numbers.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.resources TO catering_app;

GRANT SELECT ON TABLE public.resources TO catering_readonly;

GRANT SELECT ON TABLE public.resources TO catering_scheduler;

CREATE TABLE public.task_resources (
    task_id integer NOT NULL,
    resource_id integer NOT NULL,
    quantity integer DEFAULT 1 NOT NULL,
    assigned_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT task_resources_pkey PRIMARY KEY (task_id, resource_id),
    CONSTRAINT task_resources_quantity_positive CHECK ((quantity >= 1))
);

ALTER TABLE public.task_resources ADD CONSTRAINT task_resources_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE RESTRICT;

ALTER TABLE public.task_resources ADD CONSTRAINT task_resources_task_id_fkey FOREIGN KEY (task_id) REFERENCES public.tasks(id) ON DELETE CASCADE;

CREATE INDEX idx_task_resources_resource_id ON public.task_resources USING btree (resource_id);

CREATE TRIGGER task_resources_set_updated_at BEFORE UPDATE ON public.task_resources FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.task_resources.assigned_at IS 'When it was planned.';

COMMENT ON COLUMN public.task_resources.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.task_resources.quantity IS 'How many of it, at least one.';

COMMENT ON COLUMN public.task_resources.resource_id IS 'What it takes.';

COMMENT ON COLUMN public.task_resources.task_id IS 'The task.';

COMMENT ON COLUMN public.task_resources.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.task_resources IS 'One row per resource that a task takes. A plan: only resource_schedule holds a resource.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.task_resources TO catering_app;

GRANT SELECT ON TABLE public.task_resources TO catering_readonly;

GRANT SELECT ON TABLE public.task_resources TO catering_scheduler;

ALTER TABLE public.tasks ADD CONSTRAINT tasks_id_event_id_key UNIQUE (id, event_id);

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_task_id_fkey FOREIGN KEY (task_id, event_id) REFERENCES public.tasks(id, event_id) ON DELETE RESTRICT;
