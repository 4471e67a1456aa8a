-- People with an account. The API shows them to nobody; services keep them.

create table auth.users (
    id uuid not null default gen_random_uuid(),
    email text not null,
    display_name text,
    is_suspended boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint users_pkey primary key (id),
    constraint users_email_shape check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

alter table auth.users owner to app_owner;

create unique index users_email_live on auth.users (lower(email)) where deleted_at is null;

create trigger users_set_updated_at
    before update on auth.users
    for each row when (old.* is distinct from new.*)
    execute function private.set_updated_at();

create constraint trigger users_keep_owners
    after update on auth.users
    deferrable initially deferred
    for each row when (old.is_suspended is distinct from new.is_suspended or old.deleted_at is distinct from new.deleted_at)
    execute function private.keep_owners_of_account();

alter table auth.users enable row level security;
alter table auth.users force row level security;

create policy users_definer on auth.users for select to definer_reader, definer_writer using (true);
-- To lock a row, and not to change it.
create policy users_definer_lock on auth.users for update to definer_writer using (true) with check (false);
create policy users_service on auth.users to service_role using (true) with check (true);

grant select on auth.users to definer_reader, definer_writer;
grant update (id) on auth.users to definer_writer;
grant select, insert, update, delete on auth.users to service_role;

comment on table auth.users is 'One row per account. Closed by deleted_at, which keeps what others refer to.';
comment on column auth.users.id is 'Key of the account.';
comment on column auth.users.email is 'Address as typed; unique among live accounts, whatever the case.';
comment on column auth.users.display_name is 'What others see instead of the address; null: not told.';
comment on column auth.users.is_suspended is 'Whether the account is shut out; its tokens then name nobody. Never that of the last owner of a tenant.';
comment on column auth.users.created_at is 'When the row was made.';
comment on column auth.users.updated_at is 'When the row last changed.';
comment on column auth.users.deleted_at is 'When the account was closed; null while it is live, as that of the last owner of a tenant is.';
