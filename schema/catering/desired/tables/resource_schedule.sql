-- Which resource is held for which event, and when.

create table resource_schedule (
    id serial not null,
    resource_id integer not null,
    resource_type resource_type not null,
    event_id integer not null,
    task_id integer,
    start_time timestamptz not null,
    end_time timestamptz not null,
    quantity integer not null default 1,
    is_released boolean not null default false,
    notes text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint resource_schedule_pkey primary key (id),
    constraint resource_schedule_resource_id_fkey foreign key (resource_id, resource_type)
        references resources (id, type) on delete restrict,
    constraint resource_schedule_event_id_fkey foreign key (event_id) references events (id) on delete restrict,
    -- CA-INV-08, CA-TRAP-24: the task is one of the event's.
    constraint resource_schedule_task_id_fkey foreign key (task_id, event_id)
        references tasks (id, event_id) on delete restrict,
    -- CA-INV-02; before the constraint below builds a range, so that it is this one that is named (CA-TRAP-32).
    constraint resource_schedule_time_range_valid check (end_time > start_time),
    -- CA-TRAP-31
    constraint resource_schedule_times_finite check (isfinite(start_time) and isfinite(end_time)),
    constraint resource_schedule_quantity_positive check (quantity >= 1),
    -- CA-INV-01. Not deferrable, so that who comes too late is told by the INSERT itself; swap_bookings() does what that
    -- forbids (CA-TRAP-17). Its index answers questions about conflicts too: there is no second one (CA-TRAP-02).
    constraint resource_schedule_no_overlap exclude using gist (
        resource_id with =, tstzrange(start_time, end_time, '[)') with &&
    ) where (not is_released and resource_type <> 'materials')
);

create index idx_resource_schedule_resource_id_start_time on resource_schedule (resource_id, start_time);
create index idx_resource_schedule_event_id on resource_schedule (event_id);
create index idx_resource_schedule_task_id on resource_schedule (task_id);

create trigger resource_schedule_fill_type
    before insert or update on resource_schedule
    for each row execute function fill_booking_type();

create trigger resource_schedule_not_archived
    before insert or update on resource_schedule
    for each row when (not new.is_released)
    execute function refuse_archived_booking();

create trigger resource_schedule_set_updated_at
    before update on resource_schedule
    for each row execute function set_updated_at();

create trigger resource_schedule_materials_quantity
    after insert or update on resource_schedule
    for each row execute function guard_materials_quantity();

grant select, insert, update, delete on resource_schedule to catering_scheduler;
grant usage on sequence resource_schedule_id_seq to catering_scheduler;
grant select on resource_schedule to catering_app, catering_readonly;

comment on table resource_schedule is
    'One row per booking. A person or tool is held by one live booking at a time; one may begin when another ends.';
comment on column resource_schedule.id is 'Key of the booking.';
comment on column resource_schedule.resource_id is 'What is booked.';
comment on column resource_schedule.resource_type is 'Type of the resource, copied by a trigger whatever is given: only staff and equipment are held alone.';
comment on column resource_schedule.event_id is 'The event that it is booked for.';
comment on column resource_schedule.task_id is 'The task of that event that it is booked for; null: the event as a whole.';
comment on column resource_schedule.start_time is 'From when it is held.';
comment on column resource_schedule.end_time is 'Until when it is held, after the start; it is free again at that moment.';
comment on column resource_schedule.quantity is 'How many of the materials are held, at least one; says nothing of a person or tool, which is held whole.';
comment on column resource_schedule.is_released is 'Whether the booking no longer holds anything, as when its event was archived.';
comment on column resource_schedule.notes is 'What else to know about the booking; null where nothing.';
comment on column resource_schedule.created_at is 'When the row was made; never changes.';
comment on column resource_schedule.updated_at is 'When the row last changed.';
