-- What a task takes, before anything is booked.

create table task_resources (
    task_id integer not null,
    resource_id integer not null,
    quantity integer not null default 1,
    assigned_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint task_resources_pkey primary key (task_id, resource_id),
    constraint task_resources_task_id_fkey foreign key (task_id) references tasks (id) on delete cascade,
    constraint task_resources_resource_id_fkey foreign key (resource_id) references resources (id) on delete restrict,
    constraint task_resources_quantity_positive check (quantity >= 1)
);

create index idx_task_resources_resource_id on task_resources (resource_id);

create trigger task_resources_set_updated_at
    before update on task_resources
    for each row execute function set_updated_at();

grant select, insert, update, delete on task_resources to catering_app;
grant select on task_resources to catering_scheduler, catering_readonly;

comment on table task_resources is 'One row per resource that a task takes. A plan: only resource_schedule holds a resource.';
comment on column task_resources.task_id is 'The task.';
comment on column task_resources.resource_id is 'What it takes.';
comment on column task_resources.quantity is 'How many of it, at least one.';
comment on column task_resources.assigned_at is 'When it was planned.';
comment on column task_resources.created_at is 'When the row was made; never changes.';
comment on column task_resources.updated_at is 'When the row last changed.';
