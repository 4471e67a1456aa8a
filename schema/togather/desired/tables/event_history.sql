-- What was known of events, and when.

create table event_history (
    history_id bigint not null generated always as identity,
    event_id uuid not null,
    valid_period tstzrange not null,
    system_period tstzrange not null default tstzrange(clock_timestamp(), null),
    snapshot jsonb not null,
    changed_by text,
    constraint event_history_pkey primary key (history_id),
    -- Nothing overlaps with an empty range.
    constraint event_history_valid_not_empty check (not isempty(valid_period)),
    constraint event_history_system_not_empty check (not isempty(system_period)),
    -- TG-INV-19
    constraint event_history_one_truth exclude using gist (
        event_id with =, valid_period with &&, system_period with &&
    )
);

create trigger event_history_append_only
    before update on event_history
    for each row execute function guard_event_history();

create trigger event_history_no_truncate
    before truncate on event_history
    for each statement execute function refuse_change();

-- Written by record_event_version() alone.
grant select on event_history to sel_app, sel_readonly;

comment on table event_history is
    'One row per state of an event, with the two times it has. Append-only but for the end of system_period, so without created_at and updated_at; no foreign key, for it outlives the event.';
comment on column event_history.history_id is 'Running number of the row.';
comment on column event_history.event_id is 'Key of the event, which may be gone.';
comment on column event_history.valid_period is 'When the event was so.';
comment on column event_history.system_period is 'When we believed it; without an end: we still do.';
comment on column event_history.snapshot is 'The row of events, with its occurrences and performers, as JSON.';
comment on column event_history.changed_by is
    'Who made the change: the setting sel.actor, or else the role that was logged in; null where not known.';
