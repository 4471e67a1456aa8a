-- People with an account: buyers, promoters and staff.

create table users (
    id uuid not null default gen_random_uuid(),
    email email_address not null,
    password_hash text not null,
    role text not null default 'customer',
    first_name text,
    last_name text,
    phone text,
    email_verified boolean not null default false,
    deleted_at timestamptz,
    anonymised_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (id),
    -- TK-INV-20: only what bcrypt or argon2 print gets in, so a plain password cannot.
    constraint users_password_hash_shape check (password_hash ~ '^\$(2[aby]|argon2(id|i|d))\$'),
    constraint users_role_known check (role in ('customer', 'promoter', 'admin', 'staff')),
    constraint users_anonymised_after_deleted check (anonymised_at is null or anonymised_at >= deleted_at)
);

-- TK-TRAP-16: a deleted account must not keep its address from a new one.
create unique index idx_users_email_live on users (lower(email)) where deleted_at is null;
create index idx_users_deleted on users (deleted_at) where deleted_at is not null and anonymised_at is null;

create trigger users_set_updated_at
    before update on users
    for each row execute function set_updated_at();

create trigger users_audit
    after insert or update or delete on users
    for each row execute function record_audit();

alter table users enable row level security;

create policy users_own on users for select to ticket_app
    using (id = (select current_app_user_id()));
create policy users_change_own on users for update to ticket_app
    using (id = (select current_app_user_id()))
    with check (id = (select current_app_user_id()));
-- Nobody signs up as anything but a customer.
create policy users_sign_up on users for insert to ticket_app
    with check (role = 'customer');
create policy users_read_all on users for select to ticket_readonly, ticket_jobs
    using (true);
create policy users_administer on users to ticket_admin
    using (true) with check (true);

-- Column by column: the role cannot be raised by its owner, and the hash is read by login_credentials() alone.
grant select (id, email, role, first_name, last_name, phone, email_verified, deleted_at, created_at, updated_at)
    on users to ticket_app;
grant insert (id, email, password_hash, first_name, last_name, phone) on users to ticket_app;
grant update (email, password_hash, first_name, last_name, phone, deleted_at) on users to ticket_app;
grant select (id, role, email_verified, deleted_at, created_at) on users to ticket_readonly;
grant select (id, email, first_name, last_name, email_verified, deleted_at) on users to ticket_jobs;
grant select, insert, update, delete on users to ticket_admin;

comment on table users is
    'One row per account. Soft deleted; 90 days later purge_expired() erases the person, and the row too unless orders hold on to it.';
comment on column users.id is 'Key of the account.';
comment on column users.email is 'Address for login and mail; unique among live accounts, whatever the case.';
comment on column users.password_hash is 'bcrypt or argon2 hash in its printed form; never a plain password.';
comment on column users.role is 'What the account may do: customer, promoter, staff or admin.';
comment on column users.first_name is 'Given name, used to address mail; null where not told.';
comment on column users.last_name is 'Family name; null where not told.';
comment on column users.phone is 'Telephone number as typed; null where not told.';
comment on column users.email_verified is 'Whether the owner has confirmed the address.';
comment on column users.deleted_at is 'When the account was closed; null while it is live.';
comment on column users.anonymised_at is 'When the personal data of a closed account were erased; null before that.';
comment on column users.created_at is 'When the row was made.';
comment on column users.updated_at is 'When the row last changed.';
