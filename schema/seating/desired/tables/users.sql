-- Who buys and who works: accounts belong to people, not to tenants.

create table users (
    id uuid not null default gen_random_uuid(),
    email varchar(320) not null,
    full_name varchar(255) not null,
    password_hash text,
    phone_number_deprecated varchar(32),
    phone_number_encrypted bytea,
    role text not null default 'USER',
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (id),
    constraint users_email_shape check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint users_full_name_not_blank check (btrim(full_name) <> ''),
    constraint users_password_hash_not_blank check (password_hash is null or btrim(password_hash) <> ''),
    constraint users_phone_number_not_blank check (phone_number_deprecated is null or btrim(phone_number_deprecated) <> ''),
    constraint users_role_known check (role in ('USER', 'SUPPORT')),
    constraint users_updated_after_created check (updated_at >= created_at)
);

-- In whatever case it is typed; an account that was closed gives its address back (SE-TRAP-02).
create unique index idx_users_email on users (lower(email)) where not deleted;

create trigger users_forbid_created_at_change
    before update on users
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger users_set_updated_at
    before update on users
    for each row execute function set_updated_at();

alter table users enable row level security;
alter table users force row level security;

create policy users_own on users for select to seat_app, seat_staff
    using (id = (select current_app_user_id()) and not deleted);
-- Buyers and colleagues: the sub-selects are themselves under the policies of the caller.
create policy users_staff on users for select to seat_staff
    using (not deleted and (id in (select o.user_id from orders o) or id in (select m.user_id from organization_members m)));
create policy users_jobs on users to seat_jobs
    using (true) with check (true);

-- Without the hash and the ciphertext: nobody who is held to policies compares passwords, or has the key.
grant select (id, email, full_name, phone_number_deprecated, role, deleted, created_at, updated_at) on users to seat_app, seat_staff;
grant select, insert, update on users to seat_jobs;

comment on table users is
    'One row per account; the same person buys from several organisations with it.';
comment on column users.id is 'Key of the account.';
comment on column users.email is 'Address for login and mail; unique among live accounts, whatever the case.';
comment on column users.full_name is 'Name shown at the gate; not blank.';
comment on column users.password_hash is 'Argon2 or bcrypt hash in its printed form; null where the account logs in elsewhere.';
comment on column users.phone_number_deprecated is 'Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told. Moved to phone_number_encrypted.';
comment on column users.phone_number_encrypted is 'Telephone number, encrypted by set_phone_number(); null where not told or not moved yet. The key is the application''s.';
comment on column users.role is 'USER, or SUPPORT for people of the platform itself; what somebody may do for an organisation stands in organization_members.';
comment on column users.deleted is 'Whether the account is closed.';
comment on column users.created_at is 'When the row was made; it never changes.';
comment on column users.updated_at is 'When the row last changed.';
