-- Who organises events.

create table organizations (
    id uuid not null default gen_random_uuid(),
    ulid ulid not null default new_ulid(),
    name text not null,
    alternate_names text[] not null default '{}',
    organization_type text not null default 'other',
    description text,
    url web_address,
    founding_date date,
    dissolution_date date,
    street_address text,
    city text,
    region text,
    postal_code text,
    country country_code,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organizations_pkey primary key (id),
    constraint organizations_ulid_key unique (ulid),
    constraint organizations_name_not_blank check (name ~ '[^[:space:]]'),
    constraint organizations_type_known check (
        organization_type in (
            'venue', 'promoter', 'arts_org', 'community_group', 'festival', 'educational', 'government', 'other'
        )
    ),
    constraint organizations_dissolved_after_founded check (
        founding_date is null or dissolution_date is null or dissolution_date >= founding_date
    )
);

create index idx_organizations_name_trgm on organizations using gin (name gin_trgm_ops);
create index idx_organizations_alternate_names on organizations using gin (alternate_names);

create trigger organizations_set_updated_at
    before update on organizations
    for each row execute function set_updated_at();

grant select, insert, update, delete on organizations to sel_app;
grant select on organizations to sel_readonly;

comment on table organizations is 'One row per organisation (schema:Organization).';
comment on column organizations.id is 'Key of the organisation on this node (schema:identifier).';
comment on column organizations.ulid is 'Public key, 26 characters (schema:identifier).';
comment on column organizations.name is 'Name (schema:name).';
comment on column organizations.alternate_names is
    'Other names that it goes by; empty where there are none (schema:alternateName).';
comment on column organizations.organization_type is
    'venue, promoter, arts_org, community_group, festival, educational, government or other (schema:additionalType).';
comment on column organizations.description is 'What it is; null where not told (schema:description).';
comment on column organizations.url is 'Its page; null where it has none (schema:url).';
comment on column organizations.founding_date is 'When it was founded; null where not known (schema:foundingDate).';
comment on column organizations.dissolution_date is
    'When it was dissolved, not before it was founded; null while it exists (schema:dissolutionDate).';
comment on column organizations.street_address is 'Street and number; null where not known (schema:streetAddress).';
comment on column organizations.city is 'Town; null where not known (schema:addressLocality).';
comment on column organizations.region is 'Province or state, such as ON; null where not known (schema:addressRegion).';
comment on column organizations.postal_code is 'Postal code; null where not known (schema:postalCode).';
comment on column organizations.country is
    'ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).';
comment on column organizations.created_at is 'When the row was made (schema:dateCreated).';
comment on column organizations.updated_at is 'When the row last changed (schema:dateModified).';
