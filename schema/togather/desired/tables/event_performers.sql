-- Who performs where.

create table event_performers (
    event_id uuid not null,
    person_id uuid not null,
    role text not null,
    performance_order integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- TG-TRAP-44
    constraint event_performers_pkey primary key (event_id, person_id, role),
    constraint event_performers_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint event_performers_person_id_fkey foreign key (person_id) references persons (id),
    constraint event_performers_role_known check (
        role in (
            'headliner', 'opening_act', 'speaker', 'host', 'performer', 'moderator', 'dj', 'conductor', 'other'
        )
    ),
    constraint event_performers_order_positive check (performance_order is null or performance_order > 0)
);

create index idx_event_performers_person on event_performers (person_id);

create trigger event_performers_set_updated_at
    before update on event_performers
    for each row execute function set_updated_at();

-- TG-INV-11: before any row is locked.
create trigger event_performers_outbox_turn
    before insert or update or delete on event_performers
    for each statement execute function take_outbox_turn();

create trigger event_performers_change_trigger
    after insert or update or delete on event_performers
    for each row execute function capture_event_part_change('performers');

create trigger event_performers_history
    after insert or update or delete on event_performers
    for each row execute function log_event_history('event_id');

create trigger event_performers_no_truncate
    before truncate on event_performers
    for each statement execute function refuse_truncate();

grant select, insert, update, delete on event_performers to sel_app;
grant select on event_performers to sel_readonly;

comment on table event_performers is
    'One row per person and role at an event (schema:performer); they go with their event.';
comment on column event_performers.event_id is 'The event (schema:performerIn).';
comment on column event_performers.person_id is 'The person (schema:performer).';
comment on column event_performers.role is
    'headliner, opening_act, speaker, host, performer, moderator, dj, conductor or other (schema:roleName).';
comment on column event_performers.performance_order is
    'Place on the bill, 1 first; null where there is no order (schema:position).';
comment on column event_performers.created_at is 'When the row was made (schema:dateCreated).';
comment on column event_performers.updated_at is 'When the row last changed (schema:dateModified).';
