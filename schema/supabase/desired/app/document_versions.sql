-- What documents were: one row for each version, the present one included.

create table app.document_versions (
    document_id uuid not null,
    version integer not null,
    tenant_id uuid not null,
    body text not null,
    created_by uuid,
    created_at timestamptz not null default now(),
    constraint document_versions_pkey primary key (document_id, version),
    constraint document_versions_document_id_fkey foreign key (document_id, tenant_id)
        references app.documents (id, tenant_id) on delete cascade,
    constraint document_versions_version_counts check (version > 0),
    constraint document_versions_body_size check (octet_length(body) <= 1048576)
);

alter table app.document_versions owner to app_owner;

create trigger document_versions_refuse_change
    before update on app.document_versions
    for each row execute function private.refuse_change();

create trigger document_versions_refuse_delete
    before delete on app.document_versions
    for each row execute function private.refuse_version_loss();

create trigger document_versions_refuse_truncate
    before truncate on app.document_versions
    for each statement execute function private.refuse_change();

alter table app.document_versions enable row level security;
alter table app.document_versions force row level security;

create policy document_versions_select on app.document_versions for select to authenticated
    using (
        tenant_id = any ((select private.tenants_with('viewer'))::uuid[]) and private.sees_document(document_id)
    );
create policy document_versions_definer on app.document_versions for insert to definer_writer with check (true);
create policy document_versions_service on app.document_versions for select to service_role using (true);

grant select on app.document_versions to authenticated, service_role;
grant insert on app.document_versions to definer_writer;

comment on table app.document_versions is 'One row per version of a document, written by trigger; it stays as it is, as long as the document.';
comment on column app.document_versions.document_id is 'Of which document.';
comment on column app.document_versions.version is 'Its number, as documents.version was.';
comment on column app.document_versions.tenant_id is 'Whose it is, as of the document.';
comment on column app.document_versions.body is 'The text then, up to 1 MiB.';
comment on column app.document_versions.created_by is 'Who wrote it: an account, which may be gone; null: a service.';
comment on column app.document_versions.created_at is 'When it was written.';
