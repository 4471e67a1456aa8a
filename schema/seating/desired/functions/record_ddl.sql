-- Writes down who changes the schema (SE-SEC-05). Event triggers are a superuser's to create.

create function record_ddl() returns event_trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    insert into ddl_audit_log (role_name, command_tag, object_type, object_identity)
    select session_user, c.command_tag, c.object_type, c.object_identity
    from pg_event_trigger_ddl_commands() c
    where c.object_identity is not null and c.schema_name is distinct from 'pg_temp';
end;
$$;

comment on function record_ddl() is 'Event trigger: logs what a command created or altered.';

create event trigger ddl_audit_changes on ddl_command_end execute function record_ddl();

comment on event trigger ddl_audit_changes is 'Logs CREATE, ALTER, GRANT and COMMENT.';
