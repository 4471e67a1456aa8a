-- What was refused, or done past the rules. The transaction that was refused is undone, so the API reports it in another.

create table audit.security_events (
    id bigint not null generated always as identity,
    kind text not null,
    actor uuid,
    tenant_id uuid,
    detail jsonb not null default '{}',
    at timestamptz not null default clock_timestamp(),
    constraint security_events_pkey primary key (id),
    constraint security_events_kind_known check (kind in ('rls_violation', 'auth_failure', 'admin_override')),
    constraint security_events_detail_object check (jsonb_typeof(detail) = 'object'),
    constraint security_events_detail_size check (octet_length(detail::text) <= 8192)
);

alter table audit.security_events owner to app_owner;

create index security_events_kind on audit.security_events (kind, at desc);

create trigger security_events_refuse_change
    before update or delete on audit.security_events
    for each row execute function private.refuse_change();

create trigger security_events_refuse_truncate
    before truncate on audit.security_events
    for each statement execute function private.refuse_change();

alter table audit.security_events enable row level security;
alter table audit.security_events force row level security;

create policy security_events_read on audit.security_events for select to service_role using (true);
create policy security_events_write on audit.security_events for insert to service_role with check (true);

grant select, insert on audit.security_events to service_role;

comment on table audit.security_events is
    'One row per refusal that the API was given (42501), failed login, or act past the rules. Rows that policies hide leave none (SB-TRAP-09).';
comment on column audit.security_events.id is 'Key; gaps are normal.';
comment on column audit.security_events.kind is 'rls_violation (42501), auth_failure (a token that is refused), admin_override (an administrator acted for a tenant).';
comment on column audit.security_events.actor is 'Who: an account, which may be gone; null: not known.';
comment on column audit.security_events.tenant_id is 'At whose rows; null: not known, or no tenant''s. No foreign key: it outlives the tenant.';
comment on column audit.security_events.detail is 'What was tried: a JSON object, up to 8 KiB, such as request_id, statement and SQLSTATE.';
comment on column audit.security_events.at is 'When.';
