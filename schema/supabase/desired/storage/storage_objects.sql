-- The files of documents, as far as a database knows them; their bytes lie in buckets.

create table storage.storage_objects (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    document_id uuid not null,
    bucket text not null,
    path text not null,
    size_bytes bigint not null,
    content_type text not null,
    sha256 character(64) not null,
    uploaded_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint storage_objects_pkey primary key (id),
    -- Per tenant, whose id is the first part of the key in the bucket: across tenants it would tell what others have (SB-TRAP-23).
    constraint storage_objects_tenant_id_bucket_path_key unique (tenant_id, bucket, path),
    constraint storage_objects_document_id_fkey foreign key (document_id, tenant_id)
        references app.documents (id, tenant_id) on delete restrict,
    constraint storage_objects_uploaded_by_fkey foreign key (uploaded_by) references auth.users (id) on delete set null,
    constraint storage_objects_bucket_shape check (bucket ~ '^[a-z0-9-]{3,63}$'),
    constraint storage_objects_path_shape check (length(path) between 1 and 1024 and left(path, 1) <> '/'),
    -- 5 GiB, which is what one upload may have.
    constraint storage_objects_size_bytes_range check (size_bytes > 0 and size_bytes <= 5368709120),
    constraint storage_objects_content_type_shape check (content_type ~ '^[a-z]+/[a-z0-9.+-]{1,100}$'),
    constraint storage_objects_sha256_shape check (sha256 ~ '^[0-9a-f]{64}$')
);

alter table storage.storage_objects owner to app_owner;

create index storage_objects_document_id on storage.storage_objects (document_id, tenant_id);
create index storage_objects_uploaded_by on storage.storage_objects (uploaded_by);

create trigger storage_objects_set_updated_at
    before update on storage.storage_objects
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create trigger storage_objects_keep_tenant
    before update of tenant_id on storage.storage_objects
    for each row execute function private.refuse_move();

create trigger storage_objects_audit
    after insert or delete on storage.storage_objects
    for each row execute function private.audit_row('tenant_id', 'id', 'path', 'sha256');

create trigger storage_objects_audit_update
    after update on storage.storage_objects
    for each row when (old.* is distinct from new.*)
    execute function private.audit_row('tenant_id', 'id', 'path', 'sha256');

alter table storage.storage_objects enable row level security;
alter table storage.storage_objects force row level security;

-- What the caller may do with the document decides.
create policy storage_objects_select on storage.storage_objects for select to authenticated
    using (tenant_id = any ((select private.tenants_with('viewer'))::uuid[]) and private.sees_document(document_id));
create policy storage_objects_insert on storage.storage_objects for insert to authenticated
    with check (tenant_id = any ((select private.tenants_with('editor'))::uuid[]) and private.sees_document(document_id));
create policy storage_objects_update on storage.storage_objects for update to authenticated
    using (tenant_id = any ((select private.tenants_with('editor'))::uuid[]) and private.sees_document(document_id))
    with check (tenant_id = any ((select private.tenants_with('editor'))::uuid[]) and private.sees_document(document_id));
create policy storage_objects_delete on storage.storage_objects for delete to authenticated
    using (tenant_id = any ((select private.tenants_with('editor'))::uuid[]) and private.sees_document(document_id));
create policy storage_objects_open on storage.storage_objects as restrictive to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]))
    with check (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy storage_objects_service on storage.storage_objects to service_role using (true) with check (true);

grant select, delete on storage.storage_objects to authenticated;
grant insert (id, tenant_id, document_id, bucket, path, size_bytes, content_type, sha256, uploaded_by)
    on storage.storage_objects to authenticated;
grant update (content_type) on storage.storage_objects to authenticated;
grant select, insert, update, delete on storage.storage_objects to service_role;

comment on table storage.storage_objects is 'One row per file. Only what is known of it: no bytes (SB-INV-13).';
comment on column storage.storage_objects.id is 'Key of the file.';
comment on column storage.storage_objects.tenant_id is 'Whose it is; never changes.';
comment on column storage.storage_objects.document_id is 'The document that it belongs to, of the same tenant.';
comment on column storage.storage_objects.bucket is 'In which bucket: 3 to 63 of a-z, 0-9 and -.';
comment on column storage.storage_objects.path is 'Where in it, below the tenant''s id: up to 1024 characters, no slash in front.';
comment on column storage.storage_objects.size_bytes is 'Its size in bytes, 1 to 5 GiB.';
comment on column storage.storage_objects.content_type is 'Its media type, such as image/png.';
comment on column storage.storage_objects.sha256 is 'SHA-256 of its bytes, 64 hexadecimal digits.';
comment on column storage.storage_objects.uploaded_by is 'Who brought it; null: a service, or the account is gone.';
comment on column storage.storage_objects.created_at is 'When the row was made.';
comment on column storage.storage_objects.updated_at is 'When the row last changed.';
