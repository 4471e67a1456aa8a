-- What has to be done for an event.

create table tasks (
    id serial not null,
    event_id integer not null,
    title varchar(255) not null,
    description text,
    category task_category not null,
    status task_status not null default 'pending',
    assigned_to integer,
    due_date timestamptz,
    completed_at timestamptz,
    is_archived boolean not null default false,
    archived_at timestamptz,
    archived_by integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tasks_pkey primary key (id),
    -- Target of the composite key that holds a booking and its task to one event (CA-INV-08).
    constraint tasks_id_event_id_key unique (id, event_id),
    constraint tasks_event_id_fkey foreign key (event_id) references events (id) on delete restrict,
    constraint tasks_assigned_to_fkey foreign key (assigned_to) references users (id) on delete restrict,
    constraint tasks_archived_by_fkey foreign key (archived_by) references users (id) on delete restrict,
    constraint tasks_completed_at_told check ((status = 'completed') = (completed_at is not null)),
    constraint tasks_archived_at_told check (is_archived = (archived_at is not null)),
    constraint tasks_archived_by_told check (is_archived or archived_by is null)
);

create index idx_tasks_event_id on tasks (event_id);
create index idx_tasks_assigned_to on tasks (assigned_to);
create index idx_tasks_status_due_date on tasks (status, due_date);
create index idx_tasks_category on tasks (category);
create index idx_tasks_archived_by on tasks (archived_by);

create trigger tasks_guard_done
    before update on tasks
    for each row when (old.status is distinct from new.status)
    execute function guard_task_done();

create trigger tasks_guard_status
    before update on tasks
    for each row when (old.status is distinct from new.status)
    execute function guard_status(
        'pending>in_progress', 'in_progress>completed', 'pending>cancelled', 'in_progress>cancelled'
    );

create trigger tasks_maintain_archive
    before update on tasks
    for each row when (old.is_archived is distinct from new.is_archived)
    execute function maintain_archive();

create trigger tasks_set_updated_at
    before update on tasks
    for each row execute function set_updated_at();

create trigger tasks_release_bookings
    after update on tasks
    for each row when (new.is_archived and not old.is_archived)
    execute function release_bookings();

grant select, insert, update on tasks to catering_app;
grant usage on sequence tasks_id_seq to catering_app;
grant select on tasks to catering_scheduler, catering_readonly;

comment on table tasks is 'One row per thing to do for an event.';
comment on column tasks.id is 'Key of the task.';
comment on column tasks.event_id is 'The event that it is for.';
comment on column tasks.title is 'What is to be done, in a few words.';
comment on column tasks.description is 'How it is to be done; null where the title says it all.';
comment on column tasks.category is 'Whether it is done before, during or after the event.';
comment on column tasks.status is 'How far it is; pending, in_progress, completed, or cancelled before it is done.';
comment on column tasks.assigned_to is 'Account of who does it; null while nobody does.';
comment on column tasks.due_date is 'The moment by which it has to be done; null where there is none.';
comment on column tasks.completed_at is 'When it was done; null until then.';
comment on column tasks.is_archived is 'Whether it was put away, and is left out of lists.';
comment on column tasks.archived_at is 'When it was put away; null while it is not.';
comment on column tasks.archived_by is 'Account that put it away; null while it is not, and where nobody was named.';
comment on column tasks.created_at is 'When the row was made; never changes.';
comment on column tasks.updated_at is 'When the row last changed.';
