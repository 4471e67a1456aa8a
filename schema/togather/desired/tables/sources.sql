-- Where data come from.

create table sources (
    id uuid not null default gen_random_uuid(),
    name text not null,
    source_type text not null,
    trust_level trust_level not null,
    license text not null,
    license_url web_address,
    contact_email text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint sources_pkey primary key (id),
    constraint sources_name_key unique (name),
    constraint sources_name_not_blank check (name ~ '[^[:space:]]'),
    constraint sources_type_known check (
        source_type in ('api', 'scraper', 'partner', 'user', 'federation', 'manual', 'file')
    ),
    constraint sources_license_known check (license in ('cc0', 'cc-by', 'proprietary', 'unknown')),
    -- As with events: CC0 by both columns, or by none.
    constraint sources_license_fits_url check (
        license_url is null or (license = 'cc0') = (license_url = 'https://creativecommons.org/publicdomain/zero/1.0/')
    ),
    constraint sources_contact_email_shape check (contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

create trigger sources_set_updated_at
    before update on sources
    for each row execute function set_updated_at();

grant select, insert, update, delete on sources to sel_app;
grant select on sources to sel_readonly;

comment on table sources is 'One row per source of data.';
comment on column sources.id is 'Key of the source.';
comment on column sources.name is 'Name, unique, such as Massey Hall API.';
comment on column sources.source_type is 'api, scraper, partner, user, federation, manual or file.';
comment on column sources.trust_level is 'How far it is trusted: 10 official, 5 community, 1 unverified.';
comment on column sources.license is 'Licence of its data: cc0, cc-by, proprietary or unknown.';
comment on column sources.license_url is 'Where that licence stands; null: the usual address of its kind.';
comment on column sources.contact_email is 'Whom to write to; null where not known.';
comment on column sources.created_at is 'When the row was made.';
comment on column sources.updated_at is 'When the row last changed.';
