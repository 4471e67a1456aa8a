-- Who changed what. Written by trigger alone, and never changed (SB-INV-09).

create table audit.audit_log (
    id bigint not null generated always as identity,
    tenant_id uuid,
    actor uuid,
    actor_role text not null,
    action text not null,
    table_name text not null,
    row_id text not null,
    old_row jsonb,
    new_row jsonb,
    changed_columns text[],
    request_id text,
    trace_id text,
    at timestamptz not null default clock_timestamp(),
    constraint audit_log_pkey primary key (id),
    constraint audit_log_action_known check (action in ('INSERT', 'UPDATE', 'DELETE', 'LOGIN', 'ADMIN')),
    -- A change has both rows, what came has none before it, what went none after it.
    constraint audit_log_rows_fit_action check (
        case action
            when 'INSERT' then old_row is null and new_row is not null
            when 'UPDATE' then old_row is not null and new_row is not null and changed_columns is not null
            when 'DELETE' then old_row is not null and new_row is null
            else old_row is null
        end
    )
);

alter table audit.audit_log owner to app_owner;

create index audit_log_page on audit.audit_log (tenant_id, at desc, id desc);
create index audit_log_row on audit.audit_log (table_name, row_id);

create trigger audit_log_refuse_change
    before update or delete on audit.audit_log
    for each row execute function private.refuse_change();

create trigger audit_log_refuse_truncate
    before truncate on audit.audit_log
    for each statement execute function private.refuse_change();

alter table audit.audit_log enable row level security;
alter table audit.audit_log force row level security;

create policy audit_log_select on audit.audit_log for select to authenticated
    using (tenant_id = any ((select private.tenants_with('admin'))::uuid[]));
create policy audit_log_open on audit.audit_log as restrictive for select to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy audit_log_definer on audit.audit_log for insert to definer_writer with check (true);
create policy audit_log_definer_read on audit.audit_log for select to definer_writer using (true);
create policy audit_log_service on audit.audit_log for select to service_role using (true);

grant select on audit.audit_log to authenticated, service_role;
grant select (id), insert on audit.audit_log to definer_writer;

comment on table audit.audit_log is 'One row per change, login or act of an administrator. Has no foreign keys: it outlives whom it tells of (SB-INV-18).';
comment on column audit.audit_log.id is 'Key; gaps are normal.';
comment on column audit.audit_log.tenant_id is 'Whose row; null: no tenant''s.';
comment on column audit.audit_log.actor is 'Who: an account, which may be gone; null: a service.';
comment on column audit.audit_log.actor_role is 'As what: the role of the token, else of the session.';
comment on column audit.audit_log.action is 'INSERT, UPDATE, DELETE; LOGIN, or ADMIN for acts of administrators.';
comment on column audit.audit_log.table_name is 'The table of the row; for LOGIN and ADMIN what it was about.';
comment on column audit.audit_log.row_id is 'The row''s key as text, of several columns with a slash between; for LOGIN and ADMIN what it was about.';
comment on column audit.audit_log.old_row is 'The row before, without what may be private; null: there was none.';
comment on column audit.audit_log.new_row is 'The row after, without what may be private, or what an act was; null: there is none.';
comment on column audit.audit_log.changed_columns is 'Which columns an UPDATE changed, private ones by name too; null for all else.';
comment on column audit.audit_log.request_id is 'The request that did it; null: not said.';
comment on column audit.audit_log.trace_id is 'Its trace; null: not said.';
comment on column audit.audit_log.at is 'When.';
