-- pgplumb: migration add_communications_and_the_portal
-- pgplumb: engine native: migra does not see a comment (comment on enum public.communication_type) and 36 more
-- pgplumb: before 10282d36a0770462622fdec973853ef9c76285993c047e997d949d33e897b506
-- pgplumb: after 1411bc04751dd2b49e80b61d509263a9ec45218a6d57431579b5919d9764dec3
-- pgplumb: hazard data_dependent: table public.events may hold duplicates under the unique constraint events_id_client_id_key
-- pgplumb: hazard index_build: the index of the unique constraint events_id_client_id_key on table public.events is built
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while the index of the unique constraint events_id_client_id_key is built

SET LOCAL check_function_bodies = off;

CREATE TYPE public.communication_type AS ENUM ('email', 'phone', 'meeting');

COMMENT ON TYPE public.communication_type IS 'How a client was spoken with.';

CREATE TYPE public.portal_action AS ENUM ('login', 'logout', 'view_event', 'download', 'message');

COMMENT ON TYPE public.portal_action IS 'What a client did in the portal.';

CREATE SEQUENCE public.communications_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.communications_id_seq TO catering_app;

CREATE SEQUENCE public.portal_access_log_id_seq AS integer;

GRANT USAGE ON SEQUENCE public.portal_access_log_id_seq TO catering_app;

CREATE TABLE public.communications (
    id integer DEFAULT nextval('public.communications_id_seq'::regclass) NOT NULL,
    event_id integer,
    client_id integer NOT NULL,
    user_id integer,
    type public.communication_type NOT NULL,
    subject character varying(255),
    body text,
    contacted_at timestamp with time zone DEFAULT now() NOT NULL,
    follow_up_date timestamp with time zone,
    follow_up_completed boolean DEFAULT false NOT NULL,
    is_archived boolean DEFAULT false NOT NULL,
    archived_at timestamp with time zone,
    archived_by integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT communications_pkey PRIMARY KEY (id),
    CONSTRAINT communications_archived_at_told CHECK ((is_archived = (archived_at IS NOT NULL))),
    CONSTRAINT communications_archived_by_told CHECK ((is_archived OR (archived_by IS NULL))),
    CONSTRAINT communications_follow_up_dated CHECK (((NOT follow_up_completed) OR (follow_up_date IS NOT NULL)))
);

ALTER SEQUENCE public.communications_id_seq OWNED BY public.communications.id;

ALTER TABLE public.communications ADD CONSTRAINT communications_archived_by_fkey FOREIGN KEY (archived_by) REFERENCES public.users(id) ON DELETE RESTRICT;

ALTER TABLE public.communications ADD CONSTRAINT communications_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE RESTRICT;

ALTER TABLE public.communications ADD CONSTRAINT communications_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE INDEX idx_communications_archived_by ON public.communications USING btree (archived_by);

CREATE INDEX idx_communications_client_id ON public.communications USING btree (client_id);

CREATE INDEX idx_communications_event_id ON public.communications USING btree (event_id);

CREATE INDEX idx_communications_follow_up_date ON public.communications USING btree (follow_up_date) WHERE ((follow_up_date IS NOT NULL) AND (NOT follow_up_completed) AND (NOT is_archived));

CREATE INDEX idx_communications_user_id ON public.communications USING btree (user_id);

CREATE TRIGGER communications_maintain_archive BEFORE UPDATE ON public.communications FOR EACH ROW WHEN ((old.is_archived IS DISTINCT FROM new.is_archived)) EXECUTE FUNCTION public.maintain_archive();

CREATE TRIGGER communications_set_updated_at BEFORE UPDATE ON public.communications FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.communications.archived_at IS 'When it was put away; null while it is not.';

COMMENT ON COLUMN public.communications.archived_by IS 'Account that put it away; null while it is not, and where nobody was named.';

COMMENT ON COLUMN public.communications.body IS 'The message, or notes of what was said; null where there are none.';

COMMENT ON COLUMN public.communications.client_id IS 'The client.';

COMMENT ON COLUMN public.communications.contacted_at IS 'When it took place.';

COMMENT ON COLUMN public.communications.created_at IS 'When the row was made; never changes.';

COMMENT ON COLUMN public.communications.event_id IS 'The client''s event that it was about; null where it was about none.';

COMMENT ON COLUMN public.communications.follow_up_completed IS 'Whether somebody came back to it.';

COMMENT ON COLUMN public.communications.follow_up_date IS 'When to come back to it; null where that is not needed.';

COMMENT ON COLUMN public.communications.id IS 'Key of the entry.';

COMMENT ON COLUMN public.communications.is_archived IS 'Whether it was put away, and is left out of lists.';

COMMENT ON COLUMN public.communications.subject IS 'What it was about, in a few words; never null where the type is other, null where it had none.';

COMMENT ON COLUMN public.communications.type IS 'How it came about.';

COMMENT ON COLUMN public.communications.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.communications.user_id IS 'Account that spoke for us; null where it was none, as for a message from the client.';

COMMENT ON TABLE public.communications IS 'One row per message, call or meeting with a client.';

GRANT INSERT, SELECT, UPDATE ON TABLE public.communications TO catering_app;

GRANT SELECT ON TABLE public.communications TO catering_readonly;

GRANT SELECT ON TABLE public.communications TO catering_scheduler;

ALTER TABLE public.events ADD CONSTRAINT events_id_client_id_key UNIQUE (id, client_id);

ALTER TABLE public.communications ADD CONSTRAINT communications_client_matches_event FOREIGN KEY (event_id, client_id) REFERENCES public.events(id, client_id) ON DELETE RESTRICT;

CREATE TABLE public.portal_access_log (
    id integer DEFAULT nextval('public.portal_access_log_id_seq'::regclass) NOT NULL,
    user_id integer NOT NULL,
    client_id integer NOT NULL,
    event_id integer,
    action public.portal_action NOT NULL,
    ip_address inet,
    user_agent text,
    accessed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT portal_access_log_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE public.portal_access_log_id_seq OWNED BY public.portal_access_log.id;

ALTER TABLE public.portal_access_log ADD CONSTRAINT portal_access_log_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.clients(id) ON DELETE RESTRICT;

ALTER TABLE public.portal_access_log ADD CONSTRAINT portal_access_log_event_id_fkey FOREIGN KEY (event_id, client_id) REFERENCES public.events(id, client_id) ON DELETE RESTRICT;

ALTER TABLE public.portal_access_log ADD CONSTRAINT portal_access_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;

CREATE INDEX idx_portal_access_log_client_id ON public.portal_access_log USING btree (client_id);

CREATE INDEX idx_portal_access_log_event_id ON public.portal_access_log USING btree (event_id);

CREATE INDEX idx_portal_access_log_user_id_accessed_at ON public.portal_access_log USING btree (user_id, accessed_at DESC);

CREATE TRIGGER portal_access_log_append_only BEFORE DELETE OR UPDATE ON public.portal_access_log FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER portal_access_log_no_truncate BEFORE TRUNCATE ON public.portal_access_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.portal_access_log.accessed_at IS 'When it was done.';

COMMENT ON COLUMN public.portal_access_log.action IS 'What was done.';

COMMENT ON COLUMN public.portal_access_log.client_id IS 'The client whose portal it was.';

COMMENT ON COLUMN public.portal_access_log.event_id IS 'The client''s event that was looked at; null where it was none.';

COMMENT ON COLUMN public.portal_access_log.id IS 'Running number of the entry.';

COMMENT ON COLUMN public.portal_access_log.ip_address IS 'Where the request came from; null where not known.';

COMMENT ON COLUMN public.portal_access_log.user_agent IS 'What the browser calls itself, as it was sent; null where it said nothing.';

COMMENT ON COLUMN public.portal_access_log.user_id IS 'The account.';

COMMENT ON TABLE public.portal_access_log IS 'One row per visit or act in a client''s portal. Append-only.';

GRANT INSERT, SELECT ON TABLE public.portal_access_log TO catering_app;

GRANT SELECT ON TABLE public.portal_access_log TO catering_readonly;

CREATE TABLE public.verification_tokens (
    identifier public.email_address NOT NULL,
    token character varying(255) NOT NULL,
    expires timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT verification_tokens_pkey PRIMARY KEY (identifier, token),
    CONSTRAINT verification_tokens_token_key UNIQUE (token),
    CONSTRAINT verification_tokens_expires_later CHECK ((expires > created_at))
);

CREATE OR REPLACE FUNCTION public.purge_verification_tokens()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_purged integer;
begin
    delete from verification_tokens t where t.expires <= clock_timestamp();
    get diagnostics v_purged = row_count;
    return v_purged;
end;
$function$;

COMMENT ON FUNCTION public.purge_verification_tokens() IS 'Deletes the tokens that have expired; returns how many.';

CREATE OR REPLACE FUNCTION public.use_verification_token(p_identifier text, p_token text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- CA-INV-16: of two who use it at once the second waits for the row, and finds it gone.
    delete from verification_tokens t
    where lower(t.identifier) = lower(p_identifier) and t.token = p_token and t.expires > clock_timestamp();
    return found;
end;
$function$;

COMMENT ON FUNCTION public.use_verification_token(text, text) IS 'Whether the token is good for that address, in any case of its letters. A good one is used up; an expired one stays until it is purged.';

CREATE INDEX idx_verification_tokens_expires ON public.verification_tokens USING btree (expires);

CREATE TRIGGER verification_tokens_set_updated_at BEFORE UPDATE ON public.verification_tokens FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.verification_tokens.created_at IS 'When it was made; never changes.';

COMMENT ON COLUMN public.verification_tokens.expires IS 'From when on it is no longer good.';

COMMENT ON COLUMN public.verification_tokens.identifier IS 'Address that the link was sent to.';

COMMENT ON COLUMN public.verification_tokens.token IS 'Hash of what stands in the link, in the form that the web service makes; never the link itself.';

COMMENT ON COLUMN public.verification_tokens.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.verification_tokens IS 'One row per link that was sent and not used yet. use_verification_token() takes it away, purge_verification_tokens() those that expired.';

GRANT DELETE, INSERT, SELECT ON TABLE public.verification_tokens TO catering_app;
