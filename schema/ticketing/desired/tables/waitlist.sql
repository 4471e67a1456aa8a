-- The queue for tickets of a sold-out event.

create table waitlist (
    id uuid not null default gen_random_uuid(),
    event_id uuid not null,
    user_id uuid not null,
    tier_id uuid,
    position integer not null,
    status waitlist_status not null default 'waiting',
    notified boolean not null default false,
    notified_at timestamptz,
    notification_expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint waitlist_pkey primary key (id),
    -- TK-INV-10: "any tier" is one choice like another; ordinary unique keys let null in twice (TK-TRAP-01).
    constraint waitlist_once unique nulls not distinct (event_id, user_id, tier_id),
    constraint waitlist_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint waitlist_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
    -- TK-INV-09. Cascade and not set null, which would run into waitlist_once (TK-TRAP-27).
    constraint waitlist_tier_fkey foreign key (tier_id, event_id)
        references ticket_tiers (id, event_id) on delete cascade,
    constraint waitlist_position_positive check (position > 0),
    constraint waitlist_notified_at_if_notified check (notified = (notified_at is not null)),
    constraint waitlist_expiry_after_notice check (notification_expires_at > notified_at),
    -- The state and the flag of the stated columns cannot tell different stories (TK-TRAP-04).
    constraint waitlist_waiting_not_notified check (status <> 'waiting' or not notified),
    constraint waitlist_offer_expires check (
        status <> 'notified' or (notified and notification_expires_at is not null)
    )
);

-- TK-INV-11: unique, and the order in which places are offered.
create unique index idx_waitlist_position on waitlist (event_id, position);
create index idx_waitlist_notified on waitlist (event_id, position) where notified = false;
create index idx_waitlist_overdue on waitlist (notification_expires_at) where status = 'notified';
create index idx_waitlist_user on waitlist (user_id);
create index idx_waitlist_tier on waitlist (tier_id);

create trigger waitlist_set_updated_at
    before update on waitlist
    for each row execute function set_updated_at();

create trigger waitlist_status_transition
    before update of status on waitlist
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition(
        'waiting>notified', 'waiting>converted', 'waiting>left',
        'notified>converted', 'notified>expired', 'notified>left',
        -- Who comes back keeps the row, at the end of the queue.
        'converted>waiting', 'expired>waiting', 'left>waiting'
    );

alter table waitlist enable row level security;

create policy waitlist_own on waitlist for select to ticket_app
    using (user_id = (select current_app_user_id()));
create policy waitlist_of_own_event on waitlist for select to ticket_app
    using (is_promoter_of(event_id));
create policy waitlist_read_all on waitlist for select to ticket_readonly, ticket_jobs
    using (true);
create policy waitlist_administer on waitlist to ticket_admin
    using (true) with check (true);

grant select on waitlist to ticket_app, ticket_readonly, ticket_jobs;
grant select, insert, update, delete on waitlist to ticket_admin;

comment on table waitlist is 'One row per person, event and tier wanted; a row is used again when the person comes back.';
comment on column waitlist.id is 'Key of the place.';
comment on column waitlist.event_id is 'The event that is wanted.';
comment on column waitlist.user_id is 'Who waits.';
comment on column waitlist.tier_id is 'The tier that is wanted; null: any.';
comment on column waitlist.position is 'Place in the event''s queue, from 1 up, in the order of joining.';
comment on column waitlist.status is 'waiting, notified, converted, expired or left.';
comment on column waitlist.notified is 'Whether the last offer for this place was sent.';
comment on column waitlist.notified_at is 'When it was sent; null unless notified.';
comment on column waitlist.notification_expires_at is 'Until when the offer stands, 24 hours after it was sent; null without one.';
comment on column waitlist.created_at is 'When the row was made.';
comment on column waitlist.updated_at is 'When the row last changed.';
