-- Seats that are kept for orders while they are paid.

create table seat_holds (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    event_id uuid not null,
    section_id uuid not null,
    seat_id uuid not null,
    order_id uuid not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint seat_holds_pkey primary key (id),
    -- SE-INV-14: one order at a time; an expired hold is taken over in place.
    constraint seat_holds_event_id_seat_id_key unique (event_id, seat_id),
    constraint seat_holds_event_section_fkey foreign key (event_id, section_id, organization_id)
        references event_sections (event_id, section_id, organization_id) on delete restrict,
    constraint seat_holds_seat_fkey foreign key (seat_id, section_id, organization_id)
        references seats (id, section_id, organization_id) on delete restrict,
    constraint seat_holds_order_fkey foreign key (order_id, event_id, organization_id)
        references orders (id, event_id, organization_id) on delete restrict,
    constraint seat_holds_updated_after_created check (updated_at >= created_at)
);

create index idx_seat_holds_seat on seat_holds (seat_id);
create index idx_seat_holds_order on seat_holds (order_id);
create index idx_seat_holds_section on seat_holds (event_id, section_id);

create trigger seat_holds_need_free_seat
    before insert or update of event_id, seat_id, order_id on seat_holds
    for each row execute function hold_needs_free_seat();

create trigger seat_holds_forbid_created_at_change
    before update on seat_holds
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger seat_holds_set_updated_at
    before update on seat_holds
    for each row execute function set_updated_at();

alter table seat_holds enable row level security;
alter table seat_holds force row level security;

create policy seat_holds_own on seat_holds for select to seat_app
    using (organization_id = (select current_org_id()) and order_id in (select o.id from orders o));
create policy seat_holds_staff on seat_holds for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy seat_holds_jobs on seat_holds to seat_jobs
    using (true) with check (true);

-- Written by functions alone; see claim_places().
grant select on seat_holds to seat_app, seat_staff;
grant select, delete on seat_holds to seat_jobs;

comment on table seat_holds is
    'One row per seat and event that somebody is buying or was; it stands until expires_at. Gone once the order is paid or given up.';
comment on column seat_holds.id is 'Key of the hold.';
comment on column seat_holds.organization_id is 'The organisation that it belongs to.';
comment on column seat_holds.event_id is 'The event.';
comment on column seat_holds.section_id is 'Section of the seat, which the event has opened.';
comment on column seat_holds.seat_id is 'The seat; one hold per event.';
comment on column seat_holds.order_id is 'The order that it is held for.';
comment on column seat_holds.expires_at is 'Until when; afterwards any other order may take it over.';
comment on column seat_holds.created_at is 'When the row was made; it never changes.';
comment on column seat_holds.updated_at is 'When the row last changed.';
