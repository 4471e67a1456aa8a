-- The last place given out in each event's queue.

-- A row to lock: reading the highest position and adding one gives two people the same place (TK-TRAP-02).
create table waitlist_counters (
    event_id uuid not null,
    last_position integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint waitlist_counters_pkey primary key (event_id),
    constraint waitlist_counters_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint waitlist_counters_last_position_not_negative check (last_position >= 0)
);

create trigger waitlist_counters_set_updated_at
    before update on waitlist_counters
    for each row execute function set_updated_at();

grant select on waitlist_counters to ticket_readonly, ticket_jobs;
grant select, insert, update, delete on waitlist_counters to ticket_admin;

comment on table waitlist_counters is
    'One row per event that ever had a waitlist; join_waitlist() locks it while it gives out a place.';
comment on column waitlist_counters.event_id is 'The event.';
comment on column waitlist_counters.last_position is 'Highest position given out so far; it never goes back.';
comment on column waitlist_counters.created_at is 'When the row was made.';
comment on column waitlist_counters.updated_at is 'When the row last changed.';
