-- How events came to the status that they have.

-- Without created_at and updated_at: changed_at is when a row was made, and no row ever changes.
create table event_status_log (
    id serial not null,
    event_id integer not null,
    old_status event_status,
    new_status event_status not null,
    changed_by integer,
    changed_at timestamptz not null default now(),
    notes text,
    constraint event_status_log_pkey primary key (id),
    constraint event_status_log_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint event_status_log_changed_by_fkey foreign key (changed_by) references users (id) on delete restrict,
    constraint event_status_log_is_a_change check (old_status is distinct from new_status)
);

create index idx_event_status_log_event_id_changed_at on event_status_log (event_id, changed_at);
create index idx_event_status_log_changed_by on event_status_log (changed_by);

create trigger event_status_log_append_only
    before update on event_status_log
    for each row execute function refuse_change();

create trigger event_status_log_stays
    before delete on event_status_log
    for each row execute function refuse_delete_before_event();

create trigger event_status_log_no_truncate
    before truncate on event_status_log
    for each statement execute function refuse_change();

-- Nobody may write it by hand: log_event_status_change() runs as its owner.
grant select on event_status_log to catering_app, catering_scheduler, catering_readonly;

comment on table event_status_log is
    'One row per event when it is made, and one per change of its status, written by triggers. Append-only; goes with its event.';
comment on column event_status_log.id is 'Running number of the entry; those of one event are in the order of the changes.';
comment on column event_status_log.event_id is 'The event.';
comment on column event_status_log.old_status is 'Its status before; null when it was made.';
comment on column event_status_log.new_status is 'Its status after.';
comment on column event_status_log.changed_by is 'Account on whose behalf it was changed (app.current_user_id); null where a job did.';
comment on column event_status_log.changed_at is 'When it was changed.';
comment on column event_status_log.notes is 'What was said about the change (app.status_notes); null where nothing.';
