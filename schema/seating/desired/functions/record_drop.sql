-- Writes down who changes the schema (SE-SEC-05). Event triggers are a superuser's to create.

create function record_drop() returns event_trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- SE-TRAP-41: at the end of a command there is nothing left to see of what it dropped.
    insert into ddl_audit_log (role_name, command_tag, object_type, object_identity)
    select session_user, tg_tag, o.object_type, o.object_identity
    from pg_event_trigger_dropped_objects() o
    where o.original and not o.is_temporary
        -- The command that drops the log has nowhere to say so.
        and to_regclass('public.ddl_audit_log') is not null;
end;
$$;

comment on function record_drop() is 'Event trigger: logs what a command dropped.';

create event trigger ddl_audit_drops on sql_drop execute function record_drop();

comment on event trigger ddl_audit_drops is 'Logs DROP.';
