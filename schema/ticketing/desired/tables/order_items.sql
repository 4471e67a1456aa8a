-- What an order consists of, at the price of the moment.

create table order_items (
    id uuid not null default gen_random_uuid(),
    order_id uuid not null,
    tier_id uuid not null,
    event_id uuid not null,
    quantity integer not null,
    unit_price numeric(10, 2) not null,
    line_total numeric(12, 2) not null generated always as (quantity * unit_price) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint order_items_pkey primary key (id),
    constraint order_items_order_id_tier_id_key unique (order_id, tier_id),
    -- TK-INV-09: through event_id, so that an item cannot name another event's tier (TK-TRAP-10).
    constraint order_items_order_fkey foreign key (order_id, event_id)
        references orders (id, event_id) on delete cascade,
    constraint order_items_tier_fkey foreign key (tier_id, event_id)
        references ticket_tiers (id, event_id) on delete restrict,
    constraint order_items_quantity_positive check (quantity > 0),
    constraint order_items_unit_price_not_negative check (unit_price >= 0)
);

create index idx_order_items_tier on order_items (tier_id, event_id);

create trigger order_items_set_updated_at
    before update on order_items
    for each row execute function set_updated_at();

-- TK-INV-06, at the end of the transaction: an order and its items are written one after the other.
create constraint trigger order_items_match_order
    after insert or update or delete on order_items
    deferrable initially deferred
    for each row execute function order_matches_items('order_id');

alter table order_items enable row level security;

create policy order_items_of_visible_order on order_items for select to ticket_app
    using (exists (select from orders o where o.id = order_items.order_id));
create policy order_items_read_all on order_items for select to ticket_readonly, ticket_jobs
    using (true);
create policy order_items_administer on order_items to ticket_admin
    using (true) with check (true);

grant select on order_items to ticket_app, ticket_readonly, ticket_jobs;
grant select, insert, update, delete on order_items to ticket_admin;

comment on table order_items is 'One row per order and tier: how many tickets, and at which price.';
comment on column order_items.id is 'Key of the item.';
comment on column order_items.order_id is 'The order that it belongs to.';
comment on column order_items.tier_id is 'The tier that is bought.';
comment on column order_items.event_id is 'Event of both the order and the tier.';
comment on column order_items.quantity is 'Number of tickets, at least 1.';
comment on column order_items.unit_price is 'Price of one ticket when it was bought; later prices of the tier do not change it.';
comment on column order_items.line_total is 'quantity times unit_price, two decimals.';
comment on column order_items.created_at is 'When the row was made.';
comment on column order_items.updated_at is 'When the row last changed.';
