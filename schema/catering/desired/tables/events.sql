-- What clients ask for, from the first question to the last thanks.

create table events (
    id serial not null,
    client_id integer not null,
    name varchar(255) not null,
    event_date timestamptz not null,
    start_time timestamptz,
    end_time timestamptz,
    location varchar(255),
    estimated_attendees integer,
    status event_status not null default 'inquiry',
    notes text,
    created_by integer,
    is_archived boolean not null default false,
    archived_at timestamptz,
    archived_by integer,
    archive_reason archive_reason,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint events_pkey primary key (id),
    -- Target of the composite keys that hold communications and visits of the portal to the event's client (CA-INV-13).
    constraint events_id_client_id_key unique (id, client_id),
    constraint events_client_id_fkey foreign key (client_id) references clients (id) on delete restrict,
    constraint events_created_by_fkey foreign key (created_by) references users (id) on delete restrict,
    constraint events_archived_by_fkey foreign key (archived_by) references users (id) on delete restrict,
    constraint events_time_range_valid check (end_time > start_time),
    constraint events_estimated_attendees_positive check (estimated_attendees > 0),
    constraint events_archived_at_told check (is_archived = (archived_at is not null)),
    constraint events_archived_by_told check (is_archived or archived_by is null),
    constraint events_archive_reason_told check (is_archived or archive_reason is null),
    -- CA-TRAP-09: what has begun can no longer be called off.
    constraint events_cancelled_in_time check (
        archive_reason is distinct from 'cancelled' or status in ('inquiry', 'planning', 'preparation')
    )
);

create index idx_events_client_id on events (client_id);
create index idx_events_name on events (name);
-- CA-TRAP-03: it serves questions about the status alone too.
create index idx_events_composite on events (status, event_date);
create index idx_events_analytics_status_created on events (status, created_at);
create index idx_events_event_date on events (event_date, id) where not is_archived;
create index idx_events_created_by on events (created_by);
create index idx_events_archived_by on events (archived_by);

-- Without lists of columns, here and below: a change that another trigger makes counts too (CA-TRAP-28).
create trigger events_forget_archive_reason
    before update on events
    for each row when (old.is_archived and not new.is_archived)
    execute function forget_archive_reason();

create trigger events_guard_status
    before update on events
    for each row when (old.status is distinct from new.status)
    execute function guard_status(
        'inquiry>planning', 'planning>preparation', 'preparation>in_progress', 'in_progress>completed',
        'completed>follow_up', 'planning>inquiry', 'preparation>planning'
    );

create trigger events_maintain_archive
    before update on events
    for each row when (old.is_archived is distinct from new.is_archived)
    execute function maintain_archive();

create trigger events_set_updated_at
    before update on events
    for each row execute function set_updated_at();

create trigger events_log_first_status
    after insert on events
    for each row execute function log_event_status_change();

create trigger events_log_status
    after update on events
    for each row when (old.status is distinct from new.status)
    execute function log_event_status_change();

create trigger events_release_bookings
    after update on events
    for each row when (new.is_archived and not old.is_archived)
    execute function release_bookings();

grant select, insert, update on events to catering_app;
grant usage on sequence events_id_seq to catering_app;
grant select on events to catering_scheduler, catering_readonly;

comment on table events is
    'One row per event. One that will not take place is archived as cancelled; deleting is for rows that nothing but their own log refers to.';
comment on column events.id is 'Key of the event.';
comment on column events.client_id is 'Who asked for it.';
comment on column events.name is 'What it is called.';
comment on column events.event_date is 'The moment for which it is planned.';
comment on column events.start_time is 'When it begins; null while not settled.';
comment on column events.end_time is 'When it ends, after it began; null while not settled.';
comment on column events.location is 'Where it takes place; null while not settled.';
comment on column events.estimated_attendees is 'How many people are expected, at least one; null while not known.';
comment on column events.status is 'How far it is; moves one step at a time, and back only before it takes place.';
comment on column events.notes is 'What else to know about it; null where nothing.';
comment on column events.created_by is 'Account that entered it; null where a job did.';
comment on column events.is_archived is 'Whether it was put away, and is left out of lists.';
comment on column events.archived_at is 'When it was put away; null while it is not.';
comment on column events.archived_by is 'Account that put it away; null while it is not, and where nobody was named.';
comment on column events.archive_reason is 'Why it was put away; null while it is not, and where nothing was said.';
comment on column events.created_at is 'When the row was made; never changes.';
comment on column events.updated_at is 'When the row last changed.';
