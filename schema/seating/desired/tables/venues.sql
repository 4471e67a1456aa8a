-- Places that events are held at.

create table venues (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    name varchar(255) not null,
    address text,
    city varchar(120),
    country char(2),
    timezone text not null default 'UTC',
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint venues_pkey primary key (id),
    -- Target of the composite keys that keep a tenant's rows with the tenant (SE-INV-18).
    constraint venues_id_organization_id_key unique (id, organization_id),
    constraint venues_organization_id_fkey foreign key (organization_id)
        references organizations (id) on delete restrict,
    constraint venues_name_not_blank check (btrim(name) <> ''),
    constraint venues_address_not_blank check (address is null or btrim(address) <> ''),
    constraint venues_city_not_blank check (city is null or btrim(city) <> ''),
    constraint venues_country_shape check (country ~ '^[A-Z]{2}$'),
    constraint venues_timezone_shape check (timezone ~ '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$'),
    constraint venues_updated_after_created check (updated_at >= created_at)
);

create unique index idx_venues_name on venues (organization_id, name) where not deleted;
create index idx_venues_organization on venues (organization_id);

create trigger venues_forbid_created_at_change
    before update on venues
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger venues_set_updated_at
    before update on venues
    for each row execute function set_updated_at();

alter table venues enable row level security;
alter table venues force row level security;

create policy venues_storefront on venues for select to seat_app
    using (organization_id = (select current_org_id()) and not deleted and exists (select from organizations o where o.id = venues.organization_id));
create policy venues_staff on venues for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and not deleted and exists (select from organizations o where o.id = venues.organization_id));
create policy venues_manage on venues to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy venues_jobs on venues to seat_jobs
    using (true) with check (true);

-- Soft deleted, and never removed: events and sections stay with it.
grant select on venues to seat_app;
grant select, insert, update on venues to seat_staff, seat_jobs;

comment on table venues is
    'One row per venue of an organisation.';
comment on column venues.id is 'Key of the venue.';
comment on column venues.organization_id is 'The organisation that it belongs to.';
comment on column venues.name is 'Name; not blank, unique among the organisation''s live venues.';
comment on column venues.address is 'Street and number as printed; null where not told.';
comment on column venues.city is 'Town; null where not told.';
comment on column venues.country is 'ISO 3166 code of the country, two capital letters; null where not told.';
comment on column venues.timezone is 'IANA name of the time zone that the venue''s clocks show.';
comment on column venues.deleted is 'Whether it is gone for buyers, and all that hangs on it too.';
comment on column venues.created_at is 'When the row was made; it never changes.';
comment on column venues.updated_at is 'When the row last changed.';
