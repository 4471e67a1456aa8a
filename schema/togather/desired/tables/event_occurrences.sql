-- When events take place.

create table event_occurrences (
    id uuid not null default gen_random_uuid(),
    event_id uuid not null,
    start_time timestamptz not null,
    end_time timestamptz,
    door_time timestamptz,
    timezone iana_time_zone not null,
    -- TG-INV-05, TG-TRAP-09. Neither has infinity, which keeps it out of start_time too.
    local_start_date date generated always as ((start_time at time zone timezone::text)::date) stored not null,
    local_start_time time generated always as ((start_time at time zone timezone::text)::time) stored not null,
    venue_id uuid,
    virtual_url web_address,
    occurrence_status text not null default 'scheduled',
    sequence_number bigint not null generated always as identity,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint event_occurrences_pkey primary key (id),
    constraint event_occurrences_sequence_number_key unique (sequence_number),
    -- For references that name the event as well.
    constraint event_occurrences_of_event_key unique (id, event_id),
    -- TG-TRAP-20; as an index it serves those who look for an event's occurrences in their order.
    constraint event_occurrences_once_key unique nulls not distinct (event_id, start_time, venue_id),
    constraint event_occurrences_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint event_occurrences_venue_id_fkey foreign key (venue_id) references places (id),
    -- TG-INV-07
    constraint event_occurrences_end_after_start check (end_time is null or end_time > start_time),
    constraint event_occurrences_doors_before_start check (door_time is null or door_time <= start_time),
    constraint event_occurrences_status_known check (
        occurrence_status in ('scheduled', 'cancelled', 'sold_out', 'postponed', 'completed')
    )
);

create index idx_event_occurrences_start on event_occurrences (start_time);
create index idx_event_occurrences_venue_start on event_occurrences (venue_id, start_time);
create index idx_event_occurrences_local_date on event_occurrences (local_start_date);
create index idx_event_occurrences_local_time on event_occurrences (local_start_time);
create index idx_event_occurrences_span on event_occurrences using gist (tstzrange(start_time, end_time));

create trigger event_occurrences_set_updated_at
    before update on event_occurrences
    for each row execute function set_updated_at('local_start_date', 'local_start_time');

-- TG-INV-11: before any row is locked.
create trigger event_occurrences_outbox_turn
    before insert or update or delete on event_occurrences
    for each statement execute function take_outbox_turn();

-- TG-TRAP-07: an event that is moved has changed.
create trigger event_occurrences_change_trigger
    after insert or update or delete on event_occurrences
    for each row execute function capture_event_part_change('occurrences');

create trigger event_occurrences_history
    after insert or update or delete on event_occurrences
    for each row execute function log_event_history('event_id');

create trigger event_occurrences_no_truncate
    before truncate on event_occurrences
    for each statement execute function refuse_truncate();

grant select, insert, update, delete on event_occurrences to sel_app;
grant select on event_occurrences to sel_readonly;

comment on table event_occurrences is
    'One row per time that an event takes place (schema:Event, as schema:subEvent). To reschedule is to change one of these; they go with their event.';
comment on column event_occurrences.id is 'Key of the occurrence (schema:identifier).';
comment on column event_occurrences.event_id is 'What takes place (schema:superEvent).';
comment on column event_occurrences.start_time is 'When it begins (schema:startDate).';
comment on column event_occurrences.end_time is 'When it ends, after it began; null where not told (schema:endDate).';
comment on column event_occurrences.door_time is
    'When people are let in, not after the start; null where not told (schema:doorTime).';
comment on column event_occurrences.timezone is 'Zone of the place, such as America/Toronto (schema:scheduleTimezone).';
comment on column event_occurrences.local_start_date is
    'Date on the calendar of the place when it begins (schema:startDate).';
comment on column event_occurrences.local_start_time is
    'Time on the clock of the place when it begins (schema:startTime).';
comment on column event_occurrences.venue_id is 'Where it takes place; null: where its event does (schema:location).';
comment on column event_occurrences.virtual_url is
    'Where it takes place online; null: where its event does (schema:url).';
comment on column event_occurrences.occurrence_status is
    'scheduled, cancelled, sold_out, postponed or completed (schema:eventStatus).';
comment on column event_occurrences.sequence_number is
    'Running number, by which pages of a list go on where the last one ended (sel:sequenceNumber).';
comment on column event_occurrences.created_at is 'When the row was made (schema:dateCreated).';
comment on column event_occurrences.updated_at is 'When the row last changed (schema:dateModified).';
