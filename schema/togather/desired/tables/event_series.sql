-- Events that come again by a rule.

create table event_series (
    id uuid not null default gen_random_uuid(),
    name text not null,
    recurrence_rule text,
    default_start_time time,
    timezone iana_time_zone not null,
    series_start_date date,
    series_end_date date,
    expanded_until timestamptz,
    default_venue_id uuid,
    organizer_id uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint event_series_pkey primary key (id),
    constraint event_series_default_venue_id_fkey foreign key (default_venue_id) references places (id),
    constraint event_series_organizer_id_fkey foreign key (organizer_id) references organizations (id),
    constraint event_series_name_not_blank check (name ~ '[^[:space:]]'),
    -- What expand_series() can count; a rule beyond that is refused here and not when it is expanded.
    constraint event_series_recurrence_rule_shape check (
        recurrence_rule ~ '^FREQ=(DAILY|WEEKLY|MONTHLY)(;INTERVAL=[1-9][0-9]?)?(;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)?(;BYMONTHDAY=([1-9]|[12][0-9]|3[01]))?(;UNTIL=20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8]))?(;COUNT=[1-9][0-9]{0,3})?$'
    ),
    constraint event_series_ends_after_start check (
        series_start_date is null or series_end_date is null or series_end_date >= series_start_date
    )
);

create index idx_event_series_organizer on event_series (organizer_id);
create index idx_event_series_venue on event_series (default_venue_id);

create trigger event_series_set_updated_at
    before update on event_series
    for each row execute function set_updated_at();

grant select, insert, update, delete on event_series to sel_app;
grant select on event_series to sel_readonly;

comment on table event_series is
    'One row per series (schema:EventSeries). expand_series() makes the occurrences of its events.';
comment on column event_series.id is 'Key of the series (schema:identifier).';
comment on column event_series.name is 'Name (schema:name).';
comment on column event_series.recurrence_rule is
    'Rule of RFC 5545, parts in the order FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, UNTIL (a date), COUNT; null where dates are made by hand (schema:eventSchedule).';
comment on column event_series.default_start_time is
    'Local time at which it begins; null where it varies (schema:startTime).';
comment on column event_series.timezone is
    'Zone of that local time, such as America/Toronto (schema:scheduleTimezone).';
comment on column event_series.series_start_date is
    'Local date from which the rule is counted; null where there is no rule (schema:startDate).';
comment on column event_series.series_end_date is 'Last local date; null where it goes on (schema:endDate).';
comment on column event_series.expanded_until is
    'Up to when occurrences were made; null before the first time (sel:expandedUntil).';
comment on column event_series.default_venue_id is
    'Where its occurrences take place; null: where their event does (schema:location).';
comment on column event_series.organizer_id is 'Who organises it; null where not known (schema:organizer).';
comment on column event_series.created_at is 'When the row was made (schema:dateCreated).';
comment on column event_series.updated_at is 'When the row last changed (schema:dateModified).';
