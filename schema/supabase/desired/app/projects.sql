-- What a tenant sorts its documents by.

create table app.projects (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    name varchar(200) not null,
    status text not null default 'active',
    created_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    constraint projects_pkey primary key (id),
    constraint projects_tenant_id_name_key unique (tenant_id, name),
    -- Target of documents' composite key (SB-INV-07).
    constraint projects_id_tenant_id_key unique (id, tenant_id),
    constraint projects_tenant_id_fkey foreign key (tenant_id) references app.tenants (id) on delete restrict,
    constraint projects_created_by_fkey foreign key (created_by) references auth.users (id) on delete set null,
    constraint projects_name_not_empty check (name <> ''),
    constraint projects_status_known check (status in ('active', 'archived')),
    constraint projects_archived_has_time check ((status = 'archived') = (archived_at is not null))
);

alter table app.projects owner to app_owner;

create index projects_created_by on app.projects (created_by);

create trigger projects_set_updated_at
    before update on app.projects
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create trigger projects_keep_tenant
    before update of tenant_id on app.projects
    for each row execute function private.refuse_move();

create trigger projects_audit
    after insert or delete on app.projects
    for each row execute function private.audit_row('tenant_id', 'id');

create trigger projects_audit_update
    after update on app.projects
    for each row when (old.* is distinct from new.*)
    execute function private.audit_row('tenant_id', 'id');

create trigger projects_outbox
    after insert or update or delete on app.projects
    for each row execute function private.enqueue();

alter table app.projects enable row level security;
alter table app.projects force row level security;

create policy projects_select on app.projects for select to authenticated
    using (tenant_id = any ((select private.tenants_with('viewer'))::uuid[]));
create policy projects_insert on app.projects for insert to authenticated
    with check (tenant_id = any ((select private.tenants_with('editor'))::uuid[]));
create policy projects_update on app.projects for update to authenticated
    using (tenant_id = any ((select private.tenants_with('editor'))::uuid[]))
    with check (tenant_id = any ((select private.tenants_with('editor'))::uuid[]));
create policy projects_delete on app.projects for delete to authenticated
    using (tenant_id = any ((select private.tenants_with('editor'))::uuid[]));
create policy projects_open on app.projects as restrictive to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]))
    with check (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy projects_service on app.projects to service_role using (true) with check (true);

grant select, delete on app.projects to authenticated;
grant insert (id, tenant_id, name, created_by) on app.projects to authenticated;
grant update (name, status, archived_at) on app.projects to authenticated;
grant select, insert, update, delete on app.projects to service_role;

comment on table app.projects is 'One row per project; one with documents cannot be deleted.';
comment on column app.projects.id is 'Key of the project.';
comment on column app.projects.tenant_id is 'Whose it is; never changes.';
comment on column app.projects.name is 'What people call it, up to 200 characters; unique within the tenant.';
comment on column app.projects.status is 'active or archived.';
comment on column app.projects.created_by is 'Who made it; null: a service, or the account is gone.';
comment on column app.projects.created_at is 'When the row was made.';
comment on column app.projects.updated_at is 'When the row last changed.';
comment on column app.projects.archived_at is 'Since when it is archived; null while it is active.';
