-- Who changed the schema.

create table ddl_audit_log (
    id uuid not null default gen_random_uuid(),
    executed_at timestamptz not null default clock_timestamp(),
    role_name text not null,
    command_tag text not null,
    object_type text not null,
    object_identity text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ddl_audit_log_pkey primary key (id),
    constraint ddl_audit_log_updated_after_created check (updated_at >= created_at)
);

create index idx_ddl_audit_log_executed on ddl_audit_log (executed_at desc);

create trigger ddl_audit_log_forbid_created_at_change
    before update on ddl_audit_log
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger ddl_audit_log_set_updated_at
    before update on ddl_audit_log
    for each row execute function set_updated_at();

-- Written by event triggers alone. It tells of no tenant's rows.
grant select on ddl_audit_log to seat_jobs;

comment on table ddl_audit_log is
    'One row per object that a command created, altered or dropped.';
comment on column ddl_audit_log.id is 'Key of the entry.';
comment on column ddl_audit_log.executed_at is 'When.';
comment on column ddl_audit_log.role_name is 'Who was logged in.';
comment on column ddl_audit_log.command_tag is 'The command, such as ALTER TABLE.';
comment on column ddl_audit_log.object_type is 'What kind of object it was about, in PostgreSQL''s words.';
comment on column ddl_audit_log.object_identity is 'Its name, with its schema.';
comment on column ddl_audit_log.created_at is 'When the row was made; it never changes.';
comment on column ddl_audit_log.updated_at is 'When the row last changed.';
