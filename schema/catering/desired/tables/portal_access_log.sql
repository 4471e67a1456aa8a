-- What clients did in the portal.

-- Without created_at and updated_at: accessed_at is when a row was made, and no row ever changes.
create table portal_access_log (
    id serial not null,
    user_id integer not null,
    client_id integer not null,
    event_id integer,
    action portal_action not null,
    ip_address inet,
    user_agent text,
    accessed_at timestamptz not null default now(),
    constraint portal_access_log_pkey primary key (id),
    -- Staff look at what a client sees too: the account need not be one of the client's.
    constraint portal_access_log_user_id_fkey foreign key (user_id) references users (id) on delete restrict,
    constraint portal_access_log_client_id_fkey foreign key (client_id) references clients (id) on delete restrict,
    constraint portal_access_log_event_id_fkey foreign key (event_id, client_id)
        references events (id, client_id) on delete restrict
);

create index idx_portal_access_log_user_id_accessed_at on portal_access_log (user_id, accessed_at desc);
create index idx_portal_access_log_client_id on portal_access_log (client_id);
create index idx_portal_access_log_event_id on portal_access_log (event_id);

create trigger portal_access_log_append_only
    before update or delete on portal_access_log
    for each row execute function refuse_change();

create trigger portal_access_log_no_truncate
    before truncate on portal_access_log
    for each statement execute function refuse_change();

grant select, insert on portal_access_log to catering_app;
grant usage on sequence portal_access_log_id_seq to catering_app;
grant select on portal_access_log to catering_readonly;

comment on table portal_access_log is 'One row per visit or act in a client''s portal. Append-only.';
comment on column portal_access_log.id is 'Running number of the entry.';
comment on column portal_access_log.user_id is 'The account.';
comment on column portal_access_log.client_id is 'The client whose portal it was.';
comment on column portal_access_log.event_id is 'The client''s event that was looked at; null where it was none.';
comment on column portal_access_log.action is 'What was done.';
comment on column portal_access_log.ip_address is 'Where the request came from; null where not known.';
comment on column portal_access_log.user_agent is 'What the browser calls itself, as it was sent; null where it said nothing.';
comment on column portal_access_log.accessed_at is 'When it was done.';
