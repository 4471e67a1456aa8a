-- The customers: whose rows are whose.

create table app.tenants (
    id uuid not null default gen_random_uuid(),
    name varchar(120) not null,
    slug text not null,
    plan text not null default 'free',
    status text not null default 'active',
    created_by uuid not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint tenants_pkey primary key (id),
    constraint tenants_slug_key unique (slug),
    constraint tenants_created_by_fkey foreign key (created_by) references auth.users (id) on delete restrict,
    constraint tenants_name_not_empty check (name <> ''),
    constraint tenants_slug_shape check (slug ~ '^[a-z0-9-]{3,40}$'),
    constraint tenants_plan_known check (plan in ('free', 'pro')),
    constraint tenants_status_known check (status in ('active', 'suspended'))
);

alter table app.tenants owner to app_owner;

create index tenants_created_by on app.tenants (created_by);

create trigger tenants_set_updated_at
    before update on app.tenants
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create trigger tenants_bootstrap_owner
    after insert on app.tenants
    for each row execute function private.bootstrap_owner();

create constraint trigger tenants_keep_owner
    after insert on app.tenants
    deferrable initially deferred
    for each row execute function private.begin_with_owner();

create trigger tenants_audit
    after insert or delete on app.tenants
    for each row execute function private.audit_row('id', 'id');

create trigger tenants_audit_update
    after update on app.tenants
    for each row when (old.* is distinct from new.*)
    execute function private.audit_row('id', 'id');

alter table app.tenants enable row level security;
alter table app.tenants force row level security;

create policy tenants_select on app.tenants for select to authenticated
    using (id = any ((select private.tenants_with('viewer'))::uuid[]) and deleted_at is null);
create policy tenants_insert on app.tenants for insert to authenticated
    with check (created_by = (select auth.uid()));
create policy tenants_update on app.tenants for update to authenticated
    using (id = any ((select private.tenants_with('admin'))::uuid[]))
    with check (id = any ((select private.tenants_with('admin'))::uuid[]));
create policy tenants_delete on app.tenants for delete to authenticated
    using (id = any ((select private.tenants_with('owner'))::uuid[]));
-- Permissive policies are joined by OR: only restrictive ones take something away (SB-TRAP-14).
create policy tenants_open_update on app.tenants as restrictive for update to authenticated
    using (status = 'active' and deleted_at is null)
    with check (status = 'active' and deleted_at is null);
create policy tenants_open_delete on app.tenants as restrictive for delete to authenticated
    using (status = 'active' and deleted_at is null);
create policy tenants_definer_read on app.tenants for select to definer_reader, definer_writer using (true);
create policy tenants_definer_write on app.tenants for update to definer_writer using (true) with check (true);
create policy tenants_service on app.tenants to service_role using (true) with check (true);

-- Column by column: what a tenant pays for and whether it is shut is not its own to say.
grant select on app.tenants to authenticated;
grant insert (id, name, slug, created_by) on app.tenants to authenticated;
grant update (name, slug) on app.tenants to authenticated;
grant delete on app.tenants to authenticated;
grant select on app.tenants to definer_reader;
grant select, update (updated_at, deleted_at) on app.tenants to definer_writer;
grant select, insert, update, delete on app.tenants to service_role;

comment on table app.tenants is
    'One row per customer. One without projects can be deleted; any can be closed (deleted_at), which keeps its rows and hides them.';
comment on column app.tenants.id is 'Key of the tenant; may be chosen by the caller, who cannot read it back before being a member.';
comment on column app.tenants.name is 'What people call it, up to 120 characters.';
comment on column app.tenants.slug is 'Its name in addresses: 3 to 40 of a-z, 0-9 and -; unique among all tenants, closed ones too.';
comment on column app.tenants.plan is 'What it pays for: free or pro.';
comment on column app.tenants.status is 'active, or suspended: then its members see that, and nothing else of it.';
comment on column app.tenants.created_by is 'Who made it, and became its first owner.';
comment on column app.tenants.created_at is 'When the row was made.';
comment on column app.tenants.updated_at is 'When the row last changed.';
comment on column app.tenants.deleted_at is 'When the tenant was closed; null while it is not.';
