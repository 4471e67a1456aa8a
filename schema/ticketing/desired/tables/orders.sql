-- Purchases, and the numbers that they are known by.

create sequence order_number_seq as bigint start with 100000;

comment on sequence order_number_seq is 'Gives orders their numbers; gaps are normal.';

create table orders (
    id uuid not null default gen_random_uuid(),
    order_number text not null default 'TK-' || nextval('order_number_seq')::text,
    user_id uuid not null,
    event_id uuid not null,
    status text not null default 'pending',
    subtotal numeric(12, 2) not null,
    service_fee numeric(12, 2) not null default 0,
    tax numeric(12, 2) not null default 0,
    total_amount numeric(12, 2) not null,
    currency currency_code not null default 'USD',
    expires_at timestamptz default now() + interval '30 minutes',
    paid_at timestamptz,
    idempotency_key text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint orders_pkey primary key (id),
    constraint orders_order_number_key unique (order_number),
    -- One key, one order: a repeated call finds what the first one made.
    constraint orders_idempotency_key_key unique (idempotency_key),
    -- Target of the composite keys of items and tickets (TK-INV-09).
    constraint orders_id_event_id_key unique (id, event_id),
    constraint orders_user_id_fkey foreign key (user_id) references users (id) on delete restrict,
    constraint orders_event_id_fkey foreign key (event_id) references events (id) on delete restrict,
    constraint orders_status_known check (
        status in ('pending', 'paid', 'failed', 'cancelled', 'expired', 'refunded', 'partially_refunded')
    ),
    constraint orders_subtotal_not_negative check (subtotal >= 0),
    constraint orders_service_fee_not_negative check (service_fee >= 0),
    constraint orders_tax_not_negative check (tax >= 0),
    constraint orders_total_amount_not_negative check (total_amount >= 0),
    -- TK-INV-05: exact, because the amounts are numeric and none may be null (TK-TRAP-07, TK-TRAP-09).
    constraint orders_total_is_sum check (total_amount = subtotal + service_fee + tax),
    -- One that is never paid and never ends would keep its tickets for good.
    constraint orders_pending_expires check (status <> 'pending' or expires_at is not null)
);

alter sequence order_number_seq owned by orders.order_number;

create index idx_orders_user_status on orders (user_id, status, created_at desc);
create index idx_orders_event on orders (event_id);
create index idx_orders_expiring on orders (expires_at) where status = 'pending';

create trigger orders_set_updated_at
    before update on orders
    for each row execute function set_updated_at();

create trigger orders_status_transition
    before update of status on orders
    for each row when (old.status is distinct from new.status)
    execute function enforce_status_transition(
        'pending>paid', 'pending>failed', 'pending>expired', 'pending>cancelled',
        'paid>refunded', 'paid>partially_refunded', 'partially_refunded>refunded'
    );

create trigger orders_close
    after update of status on orders
    for each row when (new.status in ('failed', 'expired', 'cancelled') and old.status = 'pending')
    execute function cancel_tickets_of_order();

create constraint trigger orders_match_items
    after update of subtotal on orders
    deferrable initially deferred
    for each row execute function order_matches_items('id');

create trigger orders_audit
    after insert or update or delete on orders
    for each row execute function record_audit();

alter table orders enable row level security;

create policy orders_own on orders for select to ticket_app
    using (user_id = (select current_app_user_id()));
create policy orders_of_own_event on orders for select to ticket_app
    using (is_promoter_of(event_id));
create policy orders_read_all on orders for select to ticket_readonly, ticket_jobs
    using (true);
create policy orders_administer on orders to ticket_admin
    using (true) with check (true);

-- The application buys, pays and cancels by function only; see functions/.
grant select on orders to ticket_app, ticket_readonly, ticket_jobs;
grant select, insert, update, delete on orders to ticket_admin;
grant usage on sequence order_number_seq to ticket_admin;

comment on table orders is
    'One row per purchase, for one event. Kept as long as anything refers to it; a buyer with orders is never deleted.';
comment on column orders.id is 'Key of the order.';
comment on column orders.order_number is 'Number told to the buyer: TK- and a running number.';
comment on column orders.user_id is 'Who buys.';
comment on column orders.event_id is 'What for; items and tickets of the order are of this event too.';
comment on column orders.status is
    'pending, then paid, failed, expired or cancelled; paid may become partially_refunded or refunded.';
comment on column orders.subtotal is 'Sum of the items, two decimals.';
comment on column orders.service_fee is 'Our fee, two decimals.';
comment on column orders.tax is 'Tax, two decimals.';
comment on column orders.total_amount is 'What the buyer pays: subtotal + service_fee + tax.';
comment on column orders.currency is 'Currency of every amount of the order.';
comment on column orders.expires_at is 'When the order gives its tickets back if it is still unpaid; never null while it is pending.';
comment on column orders.paid_at is 'When the payment arrived; null before that.';
comment on column orders.idempotency_key is 'Chosen by the caller to repeat a purchase safely; null where it did not.';
comment on column orders.created_at is 'When the row was made.';
comment on column orders.updated_at is 'When the row last changed.';
