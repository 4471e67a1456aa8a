-- What was said to clients, and by them.

create table communications (
    id serial not null,
    event_id integer,
    client_id integer not null,
    user_id integer,
    type communication_type not null,
    subject varchar(255),
    body text,
    contacted_at timestamptz not null default now(),
    follow_up_date timestamptz,
    follow_up_completed boolean not null default false,
    is_archived boolean not null default false,
    archived_at timestamptz,
    archived_by integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint communications_pkey primary key (id),
    -- CA-INV-13: about an event of the client's own.
    constraint communications_client_matches_event foreign key (event_id, client_id)
        references events (id, client_id) on delete restrict,
    constraint communications_client_id_fkey foreign key (client_id) references clients (id) on delete restrict,
    constraint communications_user_id_fkey foreign key (user_id) references users (id) on delete restrict,
    constraint communications_archived_by_fkey foreign key (archived_by) references users (id) on delete restrict,
    constraint communications_other_has_subject check (type <> 'other' or subject is not null),
    constraint communications_follow_up_dated check (not follow_up_completed or follow_up_date is not null),
    constraint communications_archived_at_told check (is_archived = (archived_at is not null)),
    constraint communications_archived_by_told check (is_archived or archived_by is null)
);

create index idx_communications_event_id on communications (event_id);
create index idx_communications_client_id on communications (client_id);
create index idx_communications_user_id on communications (user_id);
create index idx_communications_archived_by on communications (archived_by);
create index idx_communications_follow_up_date on communications (follow_up_date)
    where follow_up_date is not null and not follow_up_completed and not is_archived;

create trigger communications_maintain_archive
    before update on communications
    for each row when (old.is_archived is distinct from new.is_archived)
    execute function maintain_archive();

create trigger communications_set_updated_at
    before update on communications
    for each row execute function set_updated_at();

grant select, insert, update on communications to catering_app;
grant usage on sequence communications_id_seq to catering_app;
grant select on communications to catering_scheduler, catering_readonly;

comment on table communications is 'One row per message, call or meeting with a client.';
comment on column communications.id is 'Key of the entry.';
comment on column communications.event_id is 'The client''s event that it was about; null where it was about none.';
comment on column communications.client_id is 'The client.';
comment on column communications.user_id is 'Account that spoke for us; null where it was none, as for a message from the client.';
comment on column communications.type is 'How it came about.';
comment on column communications.subject is 'What it was about, in a few words; never null where the type is other, null where it had none.';
comment on column communications.body is 'The message, or notes of what was said; null where there are none.';
comment on column communications.contacted_at is 'When it took place.';
comment on column communications.follow_up_date is 'When to come back to it; null where that is not needed.';
comment on column communications.follow_up_completed is 'Whether somebody came back to it.';
comment on column communications.is_archived is 'Whether it was put away, and is left out of lists.';
comment on column communications.archived_at is 'When it was put away; null while it is not.';
comment on column communications.archived_by is 'Account that put it away; null while it is not, and where nobody was named.';
comment on column communications.created_at is 'When the row was made; never changes.';
comment on column communications.updated_at is 'When the row last changed.';
