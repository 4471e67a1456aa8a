-- pgplumb: migration audit_ddl
-- pgplumb: engine native: migra does not see a comment (comment on event trigger ddl_audit_changes) and 14 more
-- pgplumb: before 8ee9be85100c975b522bb13e29db58bb75936b002d137bab2cdcfcd793a7f67e
-- pgplumb: after 273b6137c92b046c45f854e25e9e3734d9b3a7fa116d5197eb467a848387f22a

SET LOCAL check_function_bodies = off;

CREATE TABLE public.ddl_audit_log (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    executed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    role_name text NOT NULL,
    command_tag text NOT NULL,
    object_type text NOT NULL,
    object_identity text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ddl_audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT ddl_audit_log_updated_after_created CHECK ((updated_at >= created_at))
);

CREATE OR REPLACE FUNCTION public.record_ddl()
 RETURNS event_trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    insert into ddl_audit_log (role_name, command_tag, object_type, object_identity)
    select session_user, c.command_tag, c.object_type, c.object_identity
    from pg_event_trigger_ddl_commands() c
    where c.object_identity is not null and c.schema_name is distinct from 'pg_temp';
end;
$function$;

COMMENT ON FUNCTION public.record_ddl() IS 'Event trigger: logs what a command created or altered.';

CREATE OR REPLACE FUNCTION public.record_drop()
 RETURNS event_trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- SE-TRAP-41: at the end of a command there is nothing left to see of what it dropped.
    insert into ddl_audit_log (role_name, command_tag, object_type, object_identity)
    select session_user, tg_tag, o.object_type, o.object_identity
    from pg_event_trigger_dropped_objects() o
    where o.original and not o.is_temporary
        -- The command that drops the log has nowhere to say so.
        and to_regclass('public.ddl_audit_log') is not null;
end;
$function$;

COMMENT ON FUNCTION public.record_drop() IS 'Event trigger: logs what a command dropped.';

CREATE INDEX idx_ddl_audit_log_executed ON public.ddl_audit_log USING btree (executed_at DESC);

CREATE TRIGGER ddl_audit_log_forbid_created_at_change BEFORE UPDATE ON public.ddl_audit_log FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER ddl_audit_log_set_updated_at BEFORE UPDATE ON public.ddl_audit_log FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.ddl_audit_log.command_tag IS 'The command, such as ALTER TABLE.';

COMMENT ON COLUMN public.ddl_audit_log.created_at IS 'When the row was made; it never changes.';

COMMENT ON COLUMN public.ddl_audit_log.executed_at IS 'When.';

COMMENT ON COLUMN public.ddl_audit_log.id IS 'Key of the entry.';

COMMENT ON COLUMN public.ddl_audit_log.object_identity IS 'Its name, with its schema.';

COMMENT ON COLUMN public.ddl_audit_log.object_type IS 'What kind of object it was about, in PostgreSQL''s words.';

COMMENT ON COLUMN public.ddl_audit_log.role_name IS 'Who was logged in.';

COMMENT ON COLUMN public.ddl_audit_log.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.ddl_audit_log IS 'One row per object that a command created, altered or dropped.';

GRANT SELECT ON TABLE public.ddl_audit_log TO seat_jobs;

CREATE EVENT TRIGGER ddl_audit_changes ON ddl_command_end EXECUTE FUNCTION public.record_ddl();

COMMENT ON EVENT TRIGGER ddl_audit_changes IS 'Logs CREATE, ALTER, GRANT and COMMENT.';

CREATE EVENT TRIGGER ddl_audit_drops ON sql_drop EXECUTE FUNCTION public.record_drop();

COMMENT ON EVENT TRIGGER ddl_audit_drops IS 'Logs DROP.';
