-- What an order wants, before there are tickets.

create table order_items (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    order_id uuid not null,
    event_id uuid not null,
    section_id uuid not null,
    ticket_tier_id uuid not null,
    seat_id uuid,
    price numeric(10, 2) not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint order_items_pkey primary key (id),
    constraint order_items_order_fkey foreign key (order_id, event_id, organization_id)
        references orders (id, event_id, organization_id) on delete restrict,
    constraint order_items_tier_fkey foreign key (ticket_tier_id, event_id, section_id, organization_id)
        references ticket_tiers (id, event_id, section_id, organization_id) on delete restrict,
    constraint order_items_seat_fkey foreign key (seat_id, section_id, organization_id)
        references seats (id, section_id, organization_id) on delete restrict,
    constraint order_items_price_not_negative check (price >= 0),
    constraint order_items_updated_after_created check (updated_at >= created_at)
);

create index idx_order_items_order on order_items (order_id);
create unique index idx_order_items_seat on order_items (order_id, seat_id) where seat_id is not null;
create index idx_order_items_tier on order_items (ticket_tier_id);
create index idx_order_items_section on order_items (event_id, section_id);
create index idx_order_items_seat_id on order_items (seat_id);

create trigger order_items_seat_matches_section_type
    before insert or update of seat_id, section_id on order_items
    for each row execute function ticket_seat_matches_section_type();

create trigger order_items_forbid_created_at_change
    before update on order_items
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger order_items_set_updated_at
    before update on order_items
    for each row execute function set_updated_at();

alter table order_items enable row level security;
alter table order_items force row level security;

create policy order_items_own on order_items for select to seat_app
    using (organization_id = (select current_org_id()) and order_id in (select o.id from orders o));
create policy order_items_staff on order_items for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy order_items_jobs on order_items to seat_jobs
    using (true) with check (true);

grant select on order_items to seat_app, seat_staff, seat_jobs;

comment on table order_items is
    'One row per ticket that an order asks for; confirm_order() issues the tickets from them.';
comment on column order_items.id is 'Key of the item.';
comment on column order_items.organization_id is 'The organisation that it belongs to.';
comment on column order_items.order_id is 'The order.';
comment on column order_items.event_id is 'Event of the order and of the tier.';
comment on column order_items.section_id is 'Section of the tier and of the seat.';
comment on column order_items.ticket_tier_id is 'The tier that it is sold from.';
comment on column order_items.seat_id is 'The seat in a NUMBERED section; null in a GENERAL one.';
comment on column order_items.price is 'Price of the tier when it was ordered, two decimals.';
comment on column order_items.created_at is 'When the row was made; it never changes.';
comment on column order_items.updated_at is 'When the row last changed.';
