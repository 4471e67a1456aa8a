-- Who sells: the tenants.

create table organizations (
    id uuid not null default gen_random_uuid(),
    name varchar(255) not null,
    slug varchar(100) not null,
    status text not null default 'ACTIVE',
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organizations_pkey primary key (id),
    constraint organizations_name_not_blank check (btrim(name) <> ''),
    constraint organizations_slug_shape check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    constraint organizations_status_known check (status in ('ACTIVE', 'SUSPENDED')),
    constraint organizations_updated_after_created check (updated_at >= created_at)
);

-- SE-TRAP-02: what is deleted gives its name back.
create unique index idx_organizations_slug on organizations (slug) where not deleted;

create trigger organizations_forbid_created_at_change
    before update on organizations
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger organizations_set_updated_at
    before update on organizations
    for each row execute function set_updated_at();

alter table organizations enable row level security;
alter table organizations force row level security;

create policy organizations_storefront on organizations for select to seat_app
    using (id = (select current_org_id()) and not deleted and status = 'ACTIVE');
create policy organizations_staff on organizations for select to seat_staff
    using (id = (select current_org_id()) and (select is_staff()) and not deleted);
create policy organizations_manage on organizations for update to seat_staff
    using (id = (select current_org_id()) and (select is_manager()) and not deleted)
    with check (id = (select current_org_id()) and (select is_manager()) and not deleted);
create policy organizations_jobs on organizations to seat_jobs
    using (true) with check (true);

grant select on organizations to seat_app, seat_staff, seat_jobs;
-- Suspending and deleting is not a tenant's own affair.
grant update (name) on organizations to seat_staff;
grant insert, update on organizations to seat_jobs;

comment on table organizations is
    'One row per organisation that sells tickets; every row of a tenant leads to one.';
comment on column organizations.id is 'Key of the organisation.';
comment on column organizations.name is 'Name shown to buyers; not blank.';
comment on column organizations.slug is 'Part of its address: lower-case letters, digits and single hyphens; unique among live organisations.';
comment on column organizations.status is 'ACTIVE or SUSPENDED; the storefront of a suspended one is closed.';
comment on column organizations.deleted is 'Whether it is gone for everybody.';
comment on column organizations.created_at is 'When the row was made; it never changes.';
comment on column organizations.updated_at is 'When the row last changed.';
