-- Who may become a member. The token goes to the address; only its hash is kept.

create table app.invitations (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    email text not null,
    role text not null,
    token_hash text not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    created_at timestamptz not null default now(),
    constraint invitations_pkey primary key (id),
    constraint invitations_token_hash_key unique (token_hash),
    constraint invitations_tenant_id_fkey foreign key (tenant_id) references app.tenants (id) on delete cascade,
    constraint invitations_email_shape check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    -- Owners are made by owners, among members.
    constraint invitations_role_known check (role in ('admin', 'editor', 'viewer')),
    constraint invitations_token_hash_shape check (token_hash ~ '^[0-9a-f]{64}$'),
    constraint invitations_expires_later check (expires_at > created_at)
);

alter table app.invitations owner to app_owner;

create unique index invitations_open on app.invitations (tenant_id, lower(email)) where accepted_at is null;
create index invitations_tenant_id on app.invitations (tenant_id);

create trigger invitations_keep_tenant
    before update of tenant_id on app.invitations
    for each row execute function private.refuse_move();

alter table app.invitations enable row level security;
alter table app.invitations force row level security;

create policy invitations_select on app.invitations for select to authenticated
    using (tenant_id = any ((select private.tenants_with('admin'))::uuid[]));
create policy invitations_insert on app.invitations for insert to authenticated
    with check (tenant_id = any ((select private.tenants_with('admin'))::uuid[]));
create policy invitations_delete on app.invitations for delete to authenticated
    using (tenant_id = any ((select private.tenants_with('admin'))::uuid[]));
create policy invitations_open on app.invitations as restrictive to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]))
    with check (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy invitations_definer_read on app.invitations for select to definer_writer using (true);
create policy invitations_definer_write on app.invitations for update to definer_writer using (true) with check (true);
create policy invitations_service on app.invitations to service_role using (true) with check (true);

-- The hash is written, and never read back.
grant select (id, tenant_id, email, role, expires_at, accepted_at, created_at) on app.invitations to authenticated;
grant insert (id, tenant_id, email, role, token_hash, expires_at) on app.invitations to authenticated;
grant delete on app.invitations to authenticated;
grant select, update (accepted_at) on app.invitations to definer_writer;
grant select, insert, update, delete on app.invitations to service_role;

comment on table app.invitations is 'One row per invitation: open until it is accepted or expires.';
comment on column app.invitations.id is 'Key of the invitation.';
comment on column app.invitations.tenant_id is 'Into which tenant.';
comment on column app.invitations.email is 'Whom: the account that accepts has this address.';
comment on column app.invitations.role is 'What they become: admin, editor or viewer.';
comment on column app.invitations.token_hash is 'SHA-256 of the token that was sent, in 64 hexadecimal digits.';
comment on column app.invitations.expires_at is 'Until when it can be accepted.';
comment on column app.invitations.accepted_at is 'When it was accepted; null while it is open.';
comment on column app.invitations.created_at is 'When the row was made.';
