-- What tenants write.

create table app.documents (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    project_id uuid not null,
    owner_id uuid not null,
    title varchar(300) not null,
    body text not null default '',
    visibility text not null default 'tenant',
    version integer not null default 1,
    search tsvector not null generated always as (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', left(body, 200000)), 'B')
    ) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint documents_pkey primary key (id),
    -- Target of the composite keys of versions and files (SB-INV-07).
    constraint documents_id_tenant_id_key unique (id, tenant_id),
    -- SB-INV-07: keys ignore row security, so the tenant is part of them (SB-TRAP-22).
    constraint documents_project_id_fkey foreign key (project_id, tenant_id)
        references app.projects (id, tenant_id) on delete restrict,
    constraint documents_owner_id_fkey foreign key (tenant_id, owner_id)
        references app.memberships (tenant_id, user_id) on delete restrict,
    constraint documents_title_not_empty check (title <> ''),
    -- SB-INV-13: what is larger belongs into a bucket.
    constraint documents_body_size check (octet_length(body) <= 1048576),
    constraint documents_visibility_known check (visibility in ('private', 'tenant', 'public')),
    constraint documents_version_counts check (version > 0)
);

alter table app.documents owner to app_owner;

-- The list of a project in pages; its first two columns serve the key to projects too.
create index documents_page on app.documents (tenant_id, project_id, created_at desc, id desc);
create index documents_recent on app.documents (tenant_id, created_at desc, id desc);
create index documents_owner_id on app.documents (owner_id, tenant_id);
create index documents_public on app.documents (created_at desc, id desc)
    where visibility = 'public' and deleted_at is null;
create index documents_search on app.documents using gin (search);

-- WHEN of a BEFORE trigger cannot name a row whole that has a generated column.
create trigger documents_set_updated_at
    before update on app.documents
    for each row when (
        (old.tenant_id, old.project_id, old.owner_id, old.title, old.body, old.visibility, old.version, old.deleted_at)
        is distinct from
        (new.tenant_id, new.project_id, new.owner_id, new.title, new.body, new.visibility, new.version, new.deleted_at)
    )
    execute function private.set_updated_at();

create trigger documents_keep_tenant
    before update of tenant_id on app.documents
    for each row execute function private.refuse_move();

create trigger documents_next_version
    before update on app.documents
    for each row when (
        (old.tenant_id, old.project_id, old.owner_id, old.title, old.body, old.visibility, old.version, old.deleted_at)
        is distinct from
        (new.tenant_id, new.project_id, new.owner_id, new.title, new.body, new.visibility, new.version, new.deleted_at)
    )
    execute function private.next_version();

create trigger documents_keep_version
    after insert or update on app.documents
    for each row execute function private.keep_version();

create trigger documents_event
    after insert or update or delete on app.documents
    for each row execute function private.document_event();

create trigger documents_audit
    after insert or delete on app.documents
    for each row execute function private.audit_row('tenant_id', 'id', 'title', 'body', 'search');

create trigger documents_audit_update
    after update on app.documents
    for each row when (old.* is distinct from new.*)
    execute function private.audit_row('tenant_id', 'id', 'title', 'body', 'search');

create trigger documents_outbox
    after insert or update or delete on app.documents
    for each row execute function private.enqueue();

alter table app.documents enable row level security;
alter table app.documents force row level security;

create policy documents_select_public on app.documents for select to anon
    using (visibility = 'public' and deleted_at is null);
create policy documents_open_public on app.documents as restrictive for select to anon
    using (not private.tenant_is_shut(tenant_id));
create policy documents_select on app.documents for select to authenticated
    using (
        tenant_id = any ((select private.tenants_with('viewer'))::uuid[])
        and deleted_at is null and (visibility <> 'private' or owner_id = (select auth.uid()))
    );
create policy documents_insert on app.documents for insert to authenticated
    with check (
        tenant_id = any ((select private.tenants_with('editor'))::uuid[]) and owner_id = (select auth.uid())
    );
-- A private document of another's is not seen, and so not changed either.
create policy documents_update on app.documents for update to authenticated
    using (
        tenant_id = any ((select private.tenants_with('editor'))::uuid[])
        and deleted_at is null and (visibility <> 'private' or owner_id = (select auth.uid()))
    )
    with check (
        tenant_id = any ((select private.tenants_with('editor'))::uuid[])
        and deleted_at is null and (visibility <> 'private' or owner_id = (select auth.uid()))
    );
create policy documents_open on app.documents as restrictive to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]))
    with check (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy documents_definer_read on app.documents for select to definer_reader, definer_writer using (true);
create policy documents_definer_write on app.documents for update to definer_writer using (true) with check (true);
create policy documents_service on app.documents to service_role using (true) with check (true);

grant select (id, tenant_id, project_id, title, body, visibility, version, search, created_at, updated_at)
    on app.documents to anon;
grant select on app.documents to authenticated;
grant insert (id, tenant_id, project_id, owner_id, title, body, visibility) on app.documents to authenticated;
grant update (project_id, title, body, visibility) on app.documents to authenticated;
grant select on app.documents to definer_reader;
grant select, update (deleted_at) on app.documents to definer_writer;
grant select, insert, update, delete on app.documents to service_role;

comment on table app.documents is 'One row per document. Deleted by soft_delete_document(), which keeps it; services erase for good.';
comment on column app.documents.id is 'Key of the document.';
comment on column app.documents.tenant_id is 'Whose it is; never changes.';
comment on column app.documents.project_id is 'The project that it is in, of the same tenant.';
comment on column app.documents.owner_id is 'The member who wrote it; they leave the tenant only after their documents were given to another.';
comment on column app.documents.title is 'Its title, up to 300 characters.';
comment on column app.documents.body is 'Its text, up to 1 MiB.';
comment on column app.documents.visibility is 'Who reads it: private (its owner), tenant (members), public (everybody without a login too).';
comment on column app.documents.version is 'Counts changes, from 1 on; a writer names the one that was read.';
comment on column app.documents.search is 'Words of title (weight A) and of the first 200,000 characters of the body (B), in no language.';
comment on column app.documents.created_at is 'When the row was made.';
comment on column app.documents.updated_at is 'When the row last changed.';
comment on column app.documents.deleted_at is 'When it was deleted; null while it is there.';
