-- pgplumb: migration create_clients_users_and_events
-- pgplumb: engine native: migra does not see a comment (comment on column public.clients.address) and 71 more
-- pgplumb: before 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: after 46f0c184ec8c96e4fb5547947a955131862686f66a2d9347ffc30f1bacd6a2e8

SET LOCAL check_function_bodies = off;

CREATE TYPE public.event_status AS ENUM ('inquiry', 'planning', 'preparation', 'in_progress', 'completed', 'follow_up');

COMMENT ON TYPE public.event_status IS 'How far an event is. inquiry: somebody asked; planning: details are being settled; preparation: tasks are under way; in_progress: it takes place; completed: it is over; follow_up: the client is asked how it was.';

CREATE TYPE public.user_role AS ENUM ('admin', 'manager', 'client');

COMMENT ON TYPE public.user_role IS 'What an account may do. admin: everything; manager: plan events; client: see the own events in the portal.';

CREATE DOMAIN public.email_address AS character varying(255) CONSTRAINT email_address_shape CHECK (((VALUE)::text ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text));

COMMENT ON DOMAIN public.email_address IS 'An e-mail address of at most 255 characters: one @, no white space. Kept as typed; compare with lower().';

CREATE SEQUENCE public.clients_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.clients_id_seq TO catering_app;

CREATE SEQUENCE public.events_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.events_id_seq TO catering_app;

CREATE SEQUENCE public.users_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.users_id_seq TO catering_app;

CREATE OR REPLACE FUNCTION public.current_actor()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
RETURN (NULLIF(current_setting('app.current_user_id'::text, true), ''::text))::integer;

COMMENT ON FUNCTION public.current_actor() IS 'Account that a service acts for (setting app.current_user_id); null: none.';

CREATE OR REPLACE FUNCTION public.guard_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if old.is_archived then
        raise check_violation using
            message = format('%s %s is archived, and stays %s', tg_table_name, new.id, old.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    -- CA-TRAP-26: what is not listed is refused.
    if not format('%s>%s', old.status, new.status) = any (tg_argv) then
        raise check_violation using
            message = format('%s %s cannot go from %s to %s', tg_table_name, new.id, old.status, new.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_status() IS 'Trigger: allows the changes of status given as arguments, each written from>to, and no other (23514); none in archived rows.';

CREATE OR REPLACE FUNCTION public.maintain_archive()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if new.is_archived then
        new.archived_at := coalesce(new.archived_at, clock_timestamp());
        new.archived_by := coalesce(new.archived_by, current_actor());
    else
        new.archived_at := null;
        new.archived_by := null;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.maintain_archive() IS 'Trigger, for rows that are put away or taken back: fills in archived_at and archived_by where they are not given, or clears them.';

CREATE OR REPLACE FUNCTION public.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- CA-INV-11: the clock and not now(), for two updates in one transaction are two; and never less than a step.
    new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
    new.created_at := old.created_at;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Trigger: puts updated_at forward to the present moment, and keeps created_at as it was.';

CREATE TABLE public.clients (
    id integer DEFAULT nextval('public.clients_id_seq'::regclass) NOT NULL,
    company_name character varying(255) NOT NULL,
    contact_name character varying(255) NOT NULL,
    email public.email_address NOT NULL,
    phone character varying(50),
    address text,
    notes text,
    portal_enabled boolean DEFAULT false NOT NULL,
    is_archived boolean DEFAULT false NOT NULL,
    archived_at timestamp with time zone,
    archived_by integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT clients_pkey PRIMARY KEY (id),
    CONSTRAINT clients_archived_at_told CHECK ((is_archived = (archived_at IS NOT NULL))),
    CONSTRAINT clients_archived_by_told CHECK ((is_archived OR (archived_by IS NULL)))
);

ALTER SEQUENCE public.clients_id_seq OWNED BY public.clients.id;

CREATE INDEX idx_clients_archived_by ON public.clients USING btree (archived_by);

CREATE INDEX idx_clients_company_name ON public.clients USING btree (company_name);

CREATE INDEX idx_clients_contact_name ON public.clients USING btree (contact_name);

CREATE UNIQUE INDEX idx_clients_email ON public.clients USING btree (lower((email)::text)) WHERE (NOT is_archived);

CREATE TRIGGER clients_maintain_archive BEFORE UPDATE ON public.clients FOR EACH ROW WHEN ((old.is_archived IS DISTINCT FROM new.is_archived)) EXECUTE FUNCTION public.maintain_archive();

CREATE TRIGGER clients_set_updated_at BEFORE UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.clients.address IS 'Postal address; null where not known.';

COMMENT ON COLUMN public.clients.archived_at IS 'When the client was put away; null while it is not.';

COMMENT ON COLUMN public.clients.archived_by IS 'Account that put the client away; null while it is not, and where nobody was named.';

COMMENT ON COLUMN public.clients.company_name IS 'Name of the company, or of the person where there is none.';

COMMENT ON COLUMN public.clients.contact_name IS 'Whom to speak with.';

COMMENT ON COLUMN public.clients.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.clients.email IS 'Address of the contact; unique among clients that are not archived, whatever the case of its letters.';

COMMENT ON COLUMN public.clients.id IS 'Key of the client.';

COMMENT ON COLUMN public.clients.is_archived IS 'Whether the client was put away, and is left out of lists.';

COMMENT ON COLUMN public.clients.notes IS 'What else to know about the client; null where nothing.';

COMMENT ON COLUMN public.clients.phone IS 'Number of the contact as dialled; null where not known.';

COMMENT ON COLUMN public.clients.portal_enabled IS 'Whether the client''s accounts may log in to the portal.';

COMMENT ON COLUMN public.clients.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.clients IS 'One row per company or person that asks for events. Never deleted while anything refers to it; archived instead.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.clients TO catering_app;

GRANT SELECT ON TABLE public.clients TO catering_readonly;

GRANT SELECT ON TABLE public.clients TO catering_scheduler;

CREATE TABLE public.events (
    id integer DEFAULT nextval('public.events_id_seq'::regclass) NOT NULL,
    client_id integer NOT NULL,
    name character varying(255) NOT NULL,
    event_date timestamp with time zone NOT NULL,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    venue character varying(255),
    estimated_attendees integer,
    status public.event_status DEFAULT 'inquiry'::public.event_status NOT NULL,
    notes text,
    created_by integer,
    is_archived boolean DEFAULT false NOT NULL,
    archived_at timestamp with time zone,
    archived_by integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_archived_at_told CHECK ((is_archived = (archived_at IS NOT NULL))),
    CONSTRAINT events_archived_by_told CHECK ((is_archived OR (archived_by IS NULL))),
    CONSTRAINT events_estimated_attendees_positive CHECK ((estimated_attendees > 0)),
    CONSTRAINT events_time_range_valid CHECK ((end_time > start_time))
);

ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;

ALTER TABLE public.events ADD CONSTRAINT events_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE RESTRICT;

CREATE INDEX idx_events_analytics_status_created ON public.events USING btree (status, created_at);

CREATE INDEX idx_events_archived_by ON public.events USING btree (archived_by);

CREATE INDEX idx_events_client_id ON public.events USING btree (client_id);

CREATE INDEX idx_events_composite ON public.events USING btree (status, event_date);

CREATE INDEX idx_events_created_by ON public.events USING btree (created_by);

CREATE INDEX idx_events_name ON public.events USING btree (name);

CREATE INDEX idx_events_status ON public.events USING btree (status);

CREATE TRIGGER events_guard_status BEFORE UPDATE ON public.events FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.guard_status('inquiry>planning', 'planning>preparation', 'preparation>in_progress', 'in_progress>completed', 'completed>follow_up', 'planning>inquiry', 'preparation>planning');

CREATE TRIGGER events_maintain_archive BEFORE UPDATE ON public.events FOR EACH ROW WHEN ((old.is_archived IS DISTINCT FROM new.is_archived)) EXECUTE FUNCTION public.maintain_archive();

CREATE TRIGGER events_set_updated_at BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.events.archived_at IS 'When it was put away; null while it is not.';

COMMENT ON COLUMN public.events.archived_by IS 'Account that put it away; null while it is not, and where nobody was named.';

COMMENT ON COLUMN public.events.client_id IS 'Who asked for it.';

COMMENT ON COLUMN public.events.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.events.created_by IS 'Account that entered it; null where a job did.';

COMMENT ON COLUMN public.events.end_time IS 'When it ends, after it began; null while not settled.';

COMMENT ON COLUMN public.events.estimated_attendees IS 'How many people are expected, at least one; null while not known.';

COMMENT ON COLUMN public.events.event_date IS 'The moment for which it is planned.';

COMMENT ON COLUMN public.events.id IS 'Key of the event.';

COMMENT ON COLUMN public.events.is_archived IS 'Whether it was put away, and is left out of lists.';

COMMENT ON COLUMN public.events.name IS 'What it is called.';

COMMENT ON COLUMN public.events.notes IS 'What else to know about it; null where nothing.';

COMMENT ON COLUMN public.events.start_time IS 'When it begins; null while not settled.';

COMMENT ON COLUMN public.events.status IS 'How far it is; moves one step at a time, and back only before it takes place.';

COMMENT ON COLUMN public.events.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.events.venue IS 'Where it takes place; null while not settled.';

COMMENT ON TABLE public.events IS 'One row per event. One that will not take place is archived; deleting is for rows that nothing but their own log refers to.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.events TO catering_app;

GRANT SELECT ON TABLE public.events TO catering_readonly;

GRANT SELECT ON TABLE public.events TO catering_scheduler;

CREATE TABLE public.users (
    id integer DEFAULT nextval('public.users_id_seq'::regclass) NOT NULL,
    email public.email_address NOT NULL,
    name character varying(255) NOT NULL,
    password_hash text,
    role public.user_role NOT NULL,
    client_id integer,
    is_active boolean DEFAULT true NOT NULL,
    last_login_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_client_has_client CHECK (((role = 'client'::public.user_role) = (client_id IS NOT NULL))),
    CONSTRAINT users_password_hash_bcrypt CHECK ((password_hash ~ '^\$2[aby]\$(1[0-9]|2[0-9]|3[01])\$[./A-Za-z0-9]{53}$'::text)),
    CONSTRAINT users_staff_has_password CHECK (((role = 'client'::public.user_role) OR (password_hash IS NOT NULL)))
);

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

ALTER TABLE public.clients ADD CONSTRAINT clients_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.events ADD CONSTRAINT events_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.events ADD CONSTRAINT events_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.users ADD CONSTRAINT users_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE RESTRICT;

CREATE INDEX idx_users_client_id ON public.users USING btree (client_id);

CREATE UNIQUE INDEX idx_users_email ON public.users USING btree (lower((email)::text));

CREATE INDEX idx_users_name ON public.users USING btree (name);

CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.users.client_id IS 'Client whose events the account sees in the portal; null for staff.';

COMMENT ON COLUMN public.users.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.users.email IS 'Address that logs in; unique whatever the case of its letters.';

COMMENT ON COLUMN public.users.id IS 'Key of the account.';

COMMENT ON COLUMN public.users.is_active IS 'Whether the account may log in.';

COMMENT ON COLUMN public.users.last_login_at IS 'When the account last logged in; null: never.';

COMMENT ON COLUMN public.users.name IS 'Name of the person.';

COMMENT ON COLUMN public.users.password_hash IS 'bcrypt hash of the password, at a cost of at least 10; null for clients who log in by a link that is sent to them.';

COMMENT ON COLUMN public.users.role IS 'What the account may do.';

COMMENT ON COLUMN public.users.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.users IS 'One row per account. Accounts are made inactive and not deleted, for logs name them.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.users TO catering_app;

GRANT SELECT (client_id) ON TABLE public.users TO catering_readonly;

GRANT SELECT (created_at) ON TABLE public.users TO catering_readonly;

GRANT SELECT (email) ON TABLE public.users TO catering_readonly;

GRANT SELECT (id) ON TABLE public.users TO catering_readonly;

GRANT SELECT (is_active) ON TABLE public.users TO catering_readonly;

GRANT SELECT (last_login_at) ON TABLE public.users TO catering_readonly;

GRANT SELECT (name) ON TABLE public.users TO catering_readonly;

GRANT SELECT (role) ON TABLE public.users TO catering_readonly;

GRANT SELECT (updated_at) ON TABLE public.users TO catering_readonly;

GRANT SELECT (client_id) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (created_at) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (email) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (id) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (is_active) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (last_login_at) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (name) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (role) ON TABLE public.users TO catering_scheduler;

GRANT SELECT (updated_at) ON TABLE public.users TO catering_scheduler;
