-- The outbox: what happened to events, in order.

-- Its own, and not that of the key: the numbers that other nodes count by (TG-TRAP-01).
create sequence event_changes_seq;

comment on sequence event_changes_seq is 'Numbers the changes of events in the order of their commits; gaps are normal.';

create table event_changes (
    id bigint not null generated always as identity,
    sequence_number bigint not null default nextval('event_changes_seq'),
    event_id uuid not null,
    action text not null,
    changed_fields text[],
    snapshot jsonb not null,
    purged boolean not null default false,
    origin_node_id uuid,
    changed_at timestamptz not null default now(),
    constraint event_changes_pkey primary key (id),
    -- The index of this key is all that readers need; another one would only cost (TG-TRAP-17).
    constraint event_changes_sequence_number_key unique (sequence_number),
    -- TG-TRAP-02
    constraint event_changes_action_known check (action in ('create', 'update', 'delete')),
    -- TG-INV-13
    constraint event_changes_fields_of_update check (
        case action
            when 'update' then changed_fields is not null and cardinality(changed_fields) > 0
            else changed_fields is null
        end
    ),
    constraint event_changes_purged_is_delete check (not purged or action = 'delete')
);

-- No foreign key to events: the tombstone outlives its event (TG-TRAP-03).
create index idx_event_changes_event on event_changes (event_id, sequence_number);
create index idx_event_changes_time on event_changes (changed_at);

create trigger event_changes_append_only
    before update on event_changes
    for each row execute function refuse_change();

create trigger event_changes_no_truncate
    before truncate on event_changes
    for each statement execute function refuse_change();

-- Written by triggers alone.
grant select on event_changes to sel_app, sel_readonly;

comment on table event_changes is
    'One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at. For this node: what others may know is federation_feed.';
comment on column event_changes.id is 'Running number of the row.';
comment on column event_changes.sequence_number is
    'Place in the order of commits; a reader that goes on from the highest it has seen misses nothing. From event_changes_seq.';
comment on column event_changes.event_id is 'Key of the event, which may be gone.';
comment on column event_changes.action is 'create, update or delete, a soft delete included.';
comment on column event_changes.changed_fields is
    'Names of the columns that differ, in alphabetical order, or occurrences or performers; null unless action is update.';
comment on column event_changes.snapshot is
    'The row of events after the change, with its occurrences and performers; as it was last, where it is gone.';
comment on column event_changes.purged is
    'Whether the row left the table; false for a soft delete, and unless action is delete.';
comment on column event_changes.origin_node_id is 'Node that the event comes from; null: this one.';
comment on column event_changes.changed_at is 'When the transaction that made the change began.';
