-- Work for background workers.

-- Stands for the tables of a queue that lives in the database: what counts is that a job commits with what it is about.
create table job_queue (
    id bigint not null generated always as identity,
    kind text not null,
    args jsonb not null default '{}',
    state text not null default 'available',
    unique_key text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint job_queue_pkey primary key (id),
    constraint job_queue_kind_known check (kind in ('reconcile_event', 'expand_series', 'sync_node', 'embed_event')),
    constraint job_queue_state_known check (state in ('available', 'running', 'completed', 'discarded'))
);

-- The same job is queued once; when it is done it may be queued again.
create unique index idx_job_queue_unique on job_queue (unique_key) where state in ('available', 'running');
create index idx_job_queue_available on job_queue (id) where state = 'available';

create trigger job_queue_set_updated_at
    before update on job_queue
    for each row execute function set_updated_at();

grant select, insert, update, delete on job_queue to sel_app;
grant select on job_queue to sel_readonly;

comment on table job_queue is 'One row per job; workers take available ones with SKIP LOCKED.';
comment on column job_queue.id is 'Running number, the order in which jobs are taken.';
comment on column job_queue.kind is 'reconcile_event, expand_series, sync_node or embed_event.';
comment on column job_queue.args is 'What the job needs, as a JSON object.';
comment on column job_queue.state is 'available, running, completed or discarded.';
comment on column job_queue.unique_key is
    'Words that keep the same job from being queued twice while it is open; null where that does not matter.';
comment on column job_queue.created_at is 'When the row was made.';
comment on column job_queue.updated_at is 'When the row last changed.';
