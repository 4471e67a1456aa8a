-- Who asks for events.

create table clients (
    id serial not null,
    company_name varchar(255) not null,
    contact_name varchar(255) not null,
    email email_address not null,
    phone varchar(50),
    address text,
    notes text,
    portal_enabled boolean not null default false,
    is_archived boolean not null default false,
    archived_at timestamptz,
    archived_by integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint clients_pkey primary key (id),
    -- CA-INV-06, CA-TRAP-13: one fact in two columns, held together.
    constraint clients_archived_at_told check (is_archived = (archived_at is not null)),
    constraint clients_archived_by_told check (is_archived or archived_by is null)
);

create index idx_clients_company_name on clients (company_name);
create index idx_clients_contact_name on clients (contact_name);
-- A client that was put away may come back as a new one.
create unique index idx_clients_email on clients (lower(email)) where not is_archived;
create index idx_clients_archived_by on clients (archived_by);

create trigger clients_maintain_archive
    before update on clients
    for each row when (old.is_archived is distinct from new.is_archived)
    execute function maintain_archive();

create trigger clients_set_updated_at
    before update on clients
    for each row execute function set_updated_at();

grant select, insert, update on clients to catering_app;
grant usage on sequence clients_id_seq to catering_app;
grant select on clients to catering_scheduler, catering_readonly;

comment on table clients is 'One row per company or person that asks for events. Never deleted while anything refers to it; archived instead.';
comment on column clients.id is 'Key of the client.';
comment on column clients.company_name is 'Name of the company, or of the person where there is none.';
comment on column clients.contact_name is 'Whom to speak with.';
comment on column clients.email is 'Address of the contact; unique among clients that are not archived, whatever the case of its letters.';
comment on column clients.phone is 'Number of the contact as dialled; null where not known.';
comment on column clients.address is 'Postal address; null where not known.';
comment on column clients.notes is 'What else to know about the client; null where nothing.';
comment on column clients.portal_enabled is 'Whether the client''s accounts may log in to the portal.';
comment on column clients.is_archived is 'Whether the client was put away, and is left out of lists.';
comment on column clients.archived_at is 'When the client was put away; null while it is not.';
comment on column clients.archived_by is 'Account that put the client away; null while it is not, and where nobody was named.';
comment on column clients.created_at is 'When the row was made; never changes.';
comment on column clients.updated_at is 'When the row last changed.';
