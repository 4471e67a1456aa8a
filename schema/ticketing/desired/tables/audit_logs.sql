-- Who changed what, and when.

-- No updated_at: a row is written once. No foreign keys: the log outlives what it speaks of.
create table audit_logs (
    id bigint not null generated always as identity,
    occurred_at timestamptz not null default now(),
    actor_user_id uuid,
    action text not null,
    entity text not null,
    entity_id uuid,
    old_data jsonb,
    new_data jsonb,
    ip inet,
    constraint audit_logs_pkey primary key (id),
    constraint audit_logs_action_known check (action in ('insert', 'update', 'delete', 'login', 'admin'))
);

create index idx_audit_logs_entity on audit_logs (entity, entity_id);
-- Rows come in the order of time, so a few kilobytes of BRIN find a month among years.
create index idx_audit_logs_occurred on audit_logs using brin (occurred_at);

create trigger audit_logs_append_only
    before update on audit_logs
    for each row execute function refuse_change();

create trigger audit_logs_no_truncate
    before truncate on audit_logs
    for each statement execute function refuse_change();

-- Nobody may write or delete by hand: record_audit() and purge_expired() run as their owner.
grant select on audit_logs to ticket_readonly, ticket_jobs, ticket_admin;

comment on table audit_logs is 'One row per change of a watched table. Append-only; kept 7 years.';
comment on column audit_logs.id is 'Running number of the entry.';
comment on column audit_logs.occurred_at is 'When the transaction that made the change began.';
comment on column audit_logs.actor_user_id is 'Account on whose behalf the change was made (app.user_id); null for jobs.';
comment on column audit_logs.action is 'insert, update or delete of a row; login; admin for acts of staff.';
comment on column audit_logs.entity is 'Table of the row that changed.';
comment on column audit_logs.entity_id is 'Key of the row that changed.';
comment on column audit_logs.old_data is 'The row before, without its password hash; null for an insert.';
comment on column audit_logs.new_data is 'The row after, without its password hash; null for a delete.';
comment on column audit_logs.ip is 'Address of the client; null for local connections.';
