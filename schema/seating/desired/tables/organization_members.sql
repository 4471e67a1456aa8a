-- Who works for which organisation.

create table organization_members (
    organization_id uuid not null,
    user_id uuid not null,
    role text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organization_members_pkey primary key (organization_id, user_id),
    constraint organization_members_organization_id_fkey foreign key (organization_id)
        references organizations (id) on delete restrict,
    constraint organization_members_user_id_fkey foreign key (user_id)
        references users (id) on delete restrict,
    constraint organization_members_role_known check (role in ('OWNER', 'ADMIN', 'STAFF')),
    constraint organization_members_updated_after_created check (updated_at >= created_at)
);

create index idx_organization_members_user on organization_members (user_id);

create trigger organization_members_forbid_created_at_change
    before update on organization_members
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger organization_members_set_updated_at
    before update on organization_members
    for each row execute function set_updated_at();

alter table organization_members enable row level security;
alter table organization_members force row level security;

create policy organization_members_staff on organization_members for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy organization_members_manage on organization_members to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy organization_members_jobs on organization_members to seat_jobs
    using (true) with check (true);

grant select, insert, update, delete on organization_members to seat_staff;
grant select, insert, update, delete on organization_members to seat_jobs;

comment on table organization_members is
    'One row per person and organisation that they work for; it goes when they leave.';
comment on column organization_members.organization_id is 'The organisation.';
comment on column organization_members.user_id is 'The account.';
comment on column organization_members.role is 'OWNER or ADMIN, who change what is offered and refund; STAFF, who reads, scans and cancels tickets.';
comment on column organization_members.created_at is 'When the row was made; it never changes.';
comment on column organization_members.updated_at is 'When the row last changed.';
