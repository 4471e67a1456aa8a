-- By which name a provider of logins knows an account.

create table auth.identities (
    provider text not null,
    provider_uid text not null,
    user_id uuid not null,
    last_seen_at timestamptz,
    created_at timestamptz not null default now(),
    constraint identities_pkey primary key (provider, provider_uid),
    constraint identities_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
    constraint identities_provider_known check (provider in ('firebase', 'test')),
    constraint identities_provider_uid_length check (length(provider_uid) between 1 and 128),
    -- A sub in this form is an account's own key: nobody may choose it at a provider.
    constraint identities_provider_uid_no_uuid check (
        provider_uid !~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
    )
);

alter table auth.identities owner to app_owner;

create index identities_user_id on auth.identities (user_id);

alter table auth.identities enable row level security;
alter table auth.identities force row level security;

create policy identities_definer on auth.identities for select to definer_reader using (true);
create policy identities_service on auth.identities to service_role using (true) with check (true);

grant select on auth.identities to definer_reader;
grant select, insert, update, delete on auth.identities to service_role;

comment on table auth.identities is 'One row per login at a provider; an account may have several.';
comment on column auth.identities.provider is 'Who vouches for the login: firebase, or test in tests.';
comment on column auth.identities.provider_uid is 'The provider''s name of the login, 1 to 128 characters; never in the form of a uuid.';
comment on column auth.identities.user_id is 'Whose login it is.';
comment on column auth.identities.last_seen_at is 'When it was last used; null: never.';
comment on column auth.identities.created_at is 'When the row was made.';
