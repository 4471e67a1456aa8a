-- Who is what in which tenant: everything that policies decide follows from here.

create table app.memberships (
    tenant_id uuid not null,
    user_id uuid not null,
    role text not null,
    invited_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint memberships_pkey primary key (tenant_id, user_id),
    constraint memberships_tenant_id_fkey foreign key (tenant_id) references app.tenants (id) on delete cascade,
    constraint memberships_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
    constraint memberships_invited_by_fkey foreign key (invited_by) references auth.users (id) on delete set null,
    constraint memberships_role_known check (role in ('owner', 'admin', 'editor', 'viewer'))
);

alter table app.memberships owner to app_owner;

-- With the role in it a policy's question is answered from the index alone.
create index memberships_user_id on app.memberships (user_id, tenant_id) include (role);
create index memberships_invited_by on app.memberships (invited_by);

create trigger memberships_set_updated_at
    before update on app.memberships
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create trigger memberships_keep_tenant
    before update of tenant_id, user_id on app.memberships
    for each row execute function private.refuse_member_move();

create trigger memberships_refuse_own_promotion
    before update on app.memberships
    for each row when (old.role is distinct from new.role)
    execute function private.refuse_own_promotion();

create constraint trigger memberships_keep_owner_on_delete
    after delete on app.memberships
    deferrable initially deferred
    for each row when (old.role = 'owner')
    execute function private.keep_owner();

create constraint trigger memberships_keep_owner_on_update
    after update on app.memberships
    deferrable initially deferred
    for each row when (old.role = 'owner' and new.role <> 'owner')
    execute function private.keep_owner();

create trigger memberships_audit
    after insert or delete on app.memberships
    for each row execute function private.audit_row('tenant_id', 'tenant_id,user_id');

create trigger memberships_audit_update
    after update on app.memberships
    for each row when (old.* is distinct from new.*)
    execute function private.audit_row('tenant_id', 'tenant_id,user_id');

alter table app.memberships enable row level security;
alter table app.memberships force row level security;

create policy memberships_select on app.memberships for select to authenticated
    using (tenant_id = any ((select private.tenants_with('viewer'))::uuid[]));
-- An owner's row is made, changed and taken away by owners alone.
create policy memberships_insert on app.memberships for insert to authenticated
    with check (
        tenant_id = any ((select private.tenants_with('admin'))::uuid[])
        and (role <> 'owner' or tenant_id = any ((select private.tenants_with('owner'))::uuid[]))
    );
create policy memberships_update on app.memberships for update to authenticated
    using (
        tenant_id = any ((select private.tenants_with('admin'))::uuid[])
        and (role <> 'owner' or tenant_id = any ((select private.tenants_with('owner'))::uuid[]))
        and user_id <> (select auth.uid())
    )
    with check (
        tenant_id = any ((select private.tenants_with('admin'))::uuid[])
        and (role <> 'owner' or tenant_id = any ((select private.tenants_with('owner'))::uuid[]))
        and user_id <> (select auth.uid())
    );
create policy memberships_delete on app.memberships for delete to authenticated
    using (
        tenant_id = any ((select private.tenants_with('admin'))::uuid[])
        and (role <> 'owner' or tenant_id = any ((select private.tenants_with('owner'))::uuid[]))
    );
create policy memberships_open on app.memberships as restrictive to authenticated
    using (tenant_id = any ((select private.open_tenants())::uuid[]))
    with check (tenant_id = any ((select private.open_tenants())::uuid[]));
create policy memberships_definer_read on app.memberships for select to definer_reader, definer_writer using (true);
create policy memberships_definer_write on app.memberships for insert to definer_writer with check (true);
create policy memberships_service on app.memberships to service_role using (true) with check (true);

grant select, delete on app.memberships to authenticated;
grant insert (tenant_id, user_id, role, invited_by) on app.memberships to authenticated;
grant update (role) on app.memberships to authenticated;
grant select on app.memberships to definer_reader;
grant select, insert on app.memberships to definer_writer;
grant select, insert, update, delete on app.memberships to service_role;

comment on table app.memberships is 'One row per person in a tenant. A tenant always has an owner.';
comment on column app.memberships.tenant_id is 'In which tenant; never changes.';
comment on column app.memberships.user_id is 'Who; never changes.';
comment on column app.memberships.role is 'What they may do, each all that the next may: owner, admin, editor (writes), viewer (reads).';
comment on column app.memberships.invited_by is 'Who let them in; null: nobody, or the account is gone.';
comment on column app.memberships.created_at is 'When the row was made.';
comment on column app.memberships.updated_at is 'When the row last changed.';
