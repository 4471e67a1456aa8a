-- Mail to send, and mail that was sent.

create table email_notifications (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    kind text not null,
    order_id uuid,
    waitlist_id uuid,
    status text not null default 'queued',
    attempts integer not null default 0,
    queued_at timestamptz not null default now(),
    sent_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint email_notifications_pkey primary key (id),
    constraint email_notifications_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
    constraint email_notifications_order_id_fkey foreign key (order_id) references orders (id) on delete set null,
    constraint email_notifications_waitlist_id_fkey foreign key (waitlist_id)
        references waitlist (id) on delete set null,
    constraint email_notifications_kind_known check (
        kind in ('order_confirmation', 'waitlist_offer', 'event_cancelled', 'reminder')
    ),
    constraint email_notifications_status_known check (status in ('queued', 'sent', 'failed')),
    constraint email_notifications_attempts_not_negative check (attempts >= 0),
    constraint email_notifications_sent_at_if_sent check ((status = 'sent') = (sent_at is not null))
);

create index idx_email_notifications_queued on email_notifications (status, queued_at) where status = 'queued';
create index idx_email_notifications_created on email_notifications (created_at);
create index idx_email_notifications_user on email_notifications (user_id);
create index idx_email_notifications_order on email_notifications (order_id);
create index idx_email_notifications_waitlist on email_notifications (waitlist_id);

create trigger email_notifications_set_updated_at
    before update on email_notifications
    for each row execute function set_updated_at();

alter table email_notifications enable row level security;

create policy email_notifications_own on email_notifications for select to ticket_app
    using (user_id = (select current_app_user_id()));
create policy email_notifications_deliver on email_notifications to ticket_jobs
    using (true) with check (true);
create policy email_notifications_read_all on email_notifications for select to ticket_readonly
    using (true);
create policy email_notifications_administer on email_notifications to ticket_admin
    using (true) with check (true);

grant select on email_notifications to ticket_app, ticket_readonly;
grant select, insert on email_notifications to ticket_jobs;
grant update (status, attempts, sent_at) on email_notifications to ticket_jobs;
grant select, insert, update, delete on email_notifications to ticket_admin;

comment on table email_notifications is
    'One row per mail, queued in the transaction that causes it, so that neither happens without the other. Kept 1 year.';
comment on column email_notifications.id is 'Key of the mail.';
comment on column email_notifications.user_id is 'Who gets it.';
comment on column email_notifications.kind is 'order_confirmation, waitlist_offer, event_cancelled or reminder.';
comment on column email_notifications.order_id is 'The order that it is about; null where it is about none.';
comment on column email_notifications.waitlist_id is 'The place in the queue that it is about; null where it is about none.';
comment on column email_notifications.status is 'queued, sent or failed.';
comment on column email_notifications.attempts is 'How often sending was tried.';
comment on column email_notifications.queued_at is 'When it was ordered.';
comment on column email_notifications.sent_at is 'When the mail server took it; null unless sent.';
comment on column email_notifications.created_at is 'When the row was made.';
comment on column email_notifications.updated_at is 'When the row last changed.';
