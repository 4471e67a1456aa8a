-- Who logs in: staff, and clients in the portal.

create table users (
    id serial not null,
    email email_address not null,
    name varchar(255) not null,
    password_hash text,
    role user_role not null,
    client_id integer,
    is_active boolean not null default true,
    last_login_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (id),
    constraint users_client_id_fkey foreign key (client_id) references clients (id) on delete restrict,
    -- CA-INV-09
    constraint users_client_has_client check ((role = 'client') = (client_id is not null)),
    constraint users_staff_has_password check (role = 'client' or password_hash is not null),
    constraint users_password_hash_bcrypt check (password_hash ~ '^\$2[aby]\$(1[0-9]|2[0-9]|3[01])\$[./A-Za-z0-9]{53}$')
);

create index idx_users_client_id on users (client_id);
create index idx_users_name on users (name);
-- CA-INV-10, CA-TRAP-25
create unique index idx_users_email on users (lower(email));

create trigger users_set_updated_at
    before update on users
    for each row execute function set_updated_at();

grant select, insert, update on users to catering_app;
grant usage on sequence users_id_seq to catering_app;
-- Without the hashes.
grant select (id, email, name, role, client_id, is_active, last_login_at, created_at, updated_at) on users
    to catering_scheduler, catering_readonly;

comment on table users is 'One row per account. Accounts are made inactive and not deleted, for logs name them.';
comment on column users.id is 'Key of the account.';
comment on column users.email is 'Address that logs in; unique whatever the case of its letters.';
comment on column users.name is 'Name of the person.';
comment on column users.password_hash is 'bcrypt hash of the password, at a cost of at least 10; null for clients who log in by a link that is sent to them.';
comment on column users.role is 'What the account may do.';
comment on column users.client_id is 'Client whose events the account sees in the portal; null for staff.';
comment on column users.is_active is 'Whether the account may log in.';
comment on column users.last_login_at is 'When the account last logged in; null: never.';
comment on column users.created_at is 'When the row was made; never changes.';
comment on column users.updated_at is 'When the row last changed.';
