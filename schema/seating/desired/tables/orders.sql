-- Purchases.

create table orders (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    user_id uuid not null,
    event_id uuid not null,
    status text not null default 'PENDING',
    total_amount numeric(10, 2) not null,
    platform_fee numeric(10, 2) not null default 0,
    net_amount numeric(10, 2) not null,
    currency char(3) not null default 'USD',
    expires_at timestamptz,
    is_paid boolean not null default false,
    paid_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint orders_pkey primary key (id),
    constraint orders_id_event_id_organization_id_key unique (id, event_id, organization_id),
    -- What tickets refer to: orders that are paid (SE-INV-09).
    constraint orders_id_event_organization_paid_key unique (id, event_id, organization_id, is_paid),
    constraint orders_user_id_fkey foreign key (user_id)
        references users (id) on delete restrict,
    constraint orders_event_fkey foreign key (event_id, organization_id)
        references events (id, organization_id) on delete restrict,
    constraint orders_status_known check (
        status in ('PENDING', 'PAID', 'FAILED', 'CANCELLED', 'REFUNDED', 'EXPIRED')
    ),
    constraint orders_platform_fee_not_negative check (platform_fee >= 0),
    constraint orders_net_amount_not_negative check (net_amount >= 0),
    -- SE-INV-10; a total below 0 would need one of its parts below 0.
    constraint orders_net_is_total_less_fee check (net_amount = total_amount - platform_fee),
    constraint orders_currency_shape check (currency ~ '^[A-Z]{3}$'),
    constraint orders_is_paid_if_paid check (is_paid = (status in ('PAID', 'REFUNDED'))),
    constraint orders_paid_at_if_paid check (is_paid = (paid_at is not null)),
    constraint orders_updated_after_created check (updated_at >= created_at)
);

create index idx_orders_user_status on orders (user_id, status, created_at desc);
-- A history of several statuses in one order: behind a status the rows would have to be sorted (SE-TRAP-15).
create index idx_orders_user_history on orders (user_id, created_at desc, id desc);
create index idx_orders_event on orders (event_id, status);
create index idx_orders_expiring on orders (expires_at) where status = 'PENDING';

create trigger orders_order_status_guard
    before update of status on orders
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition(
        'PENDING>PAID', 'PENDING>FAILED', 'PENDING>CANCELLED', 'PENDING>EXPIRED', 'PAID>REFUNDED'
    );

create trigger orders_release_holds
    after update of status on orders
    for each row when (old.status = 'PENDING' and new.status <> 'PENDING')
    execute function release_holds();

-- At the end of the transaction: an order is paid and its tickets are written one after the other.
create constraint trigger orders_match_tickets
    after insert or update of status, total_amount on orders
    deferrable initially deferred
    for each row execute function order_matches_tickets('id');

create trigger orders_forbid_created_at_change
    before update on orders
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger orders_set_updated_at
    before update on orders
    for each row execute function set_updated_at();

alter table orders enable row level security;
alter table orders force row level security;

create policy orders_own on orders for select to seat_app
    using (organization_id = (select current_org_id()) and user_id = (select current_app_user_id()) and event_id in (select e.id from events e));
create policy orders_staff on orders for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()));
create policy orders_jobs on orders to seat_jobs
    using (true) with check (true);

-- Written by functions alone; see functions/orders.sql.
grant select on orders to seat_app, seat_staff, seat_jobs;

comment on table orders is
    'One row per purchase, for one event. It is never deleted: what became of it says its status.';
comment on column orders.id is 'Key of the order.';
comment on column orders.organization_id is 'The organisation that it belongs to.';
comment on column orders.user_id is 'Who buys.';
comment on column orders.event_id is 'What for; all tickets of the order are of this event.';
comment on column orders.status is 'PENDING, then PAID, FAILED, CANCELLED or EXPIRED; PAID may become REFUNDED. Only paid and refunded ones have tickets.';
comment on column orders.total_amount is 'What the buyer pays: the sum of its tickets'' prices, two decimals.';
comment on column orders.platform_fee is 'Our part of it, two decimals.';
comment on column orders.net_amount is 'The organisation''s part: total_amount - platform_fee.';
comment on column orders.currency is 'ISO 4217 currency of every amount of the order, three capital letters.';
comment on column orders.expires_at is 'Until when a pending order keeps its places; null: it keeps none.';
comment on column orders.is_paid is 'Whether it is PAID or REFUNDED, for the foreign key of its tickets.';
comment on column orders.paid_at is 'When the payment arrived; null unless it is paid or refunded.';
comment on column orders.created_at is 'When the row was made; it never changes.';
comment on column orders.updated_at is 'When the row last changed.';
