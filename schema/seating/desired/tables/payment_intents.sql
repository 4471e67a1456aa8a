-- Payments as Stripe tells of them.

create table payment_intents (
    id uuid not null default gen_random_uuid(),
    order_id uuid not null,
    stripe_payment_intent_id text not null,
    status text not null default 'REQUIRES_PAYMENT',
    amount numeric(10, 2) not null,
    currency char(3) not null,
    raw jsonb,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payment_intents_pkey primary key (id),
    constraint payment_intents_stripe_payment_intent_id_key unique (stripe_payment_intent_id),
    constraint payment_intents_order_id_fkey foreign key (order_id)
        references orders (id) on delete restrict,
    constraint payment_intents_status_known check (
        status in ('REQUIRES_PAYMENT', 'SUCCEEDED', 'FAILED', 'CANCELLED')
    ),
    constraint payment_intents_stripe_payment_intent_id_not_blank check (btrim(stripe_payment_intent_id) <> ''),
    constraint payment_intents_amount_not_negative check (amount >= 0),
    constraint payment_intents_currency_shape check (currency ~ '^[A-Z]{3}$'),
    constraint payment_intents_updated_after_created check (updated_at >= created_at)
);

create unique index idx_payment_intents_one_succeeded on payment_intents (order_id) where status = 'SUCCEEDED';
create index idx_payment_intents_order on payment_intents (order_id, status);

create trigger payment_intents_forbid_created_at_change
    before update on payment_intents
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger payment_intents_set_updated_at
    before update on payment_intents
    for each row execute function set_updated_at();

alter table payment_intents enable row level security;
alter table payment_intents force row level security;

-- The sub-select is itself under the policies of the caller.
create policy payment_intents_staff on payment_intents for select to seat_staff
    using (order_id in (select o.id from orders o));
create policy payment_intents_jobs on payment_intents to seat_jobs
    using (true) with check (true);

-- Without what Stripe wrote: that holds more about people than staff needs.
grant select (id, order_id, stripe_payment_intent_id, status, amount, currency, created_at, updated_at)
    on payment_intents to seat_staff;
grant select, insert, update on payment_intents to seat_jobs;

comment on table payment_intents is
    'One row per payment intent; an order has several where one failed, and one that succeeded at most.';
comment on column payment_intents.id is 'Key of the payment.';
comment on column payment_intents.order_id is 'The order that it pays.';
comment on column payment_intents.stripe_payment_intent_id is 'Stripe''s own key; unique.';
comment on column payment_intents.status is 'REQUIRES_PAYMENT, then SUCCEEDED, FAILED or CANCELLED.';
comment on column payment_intents.amount is 'What is paid, two decimals.';
comment on column payment_intents.currency is 'ISO 4217 currency of the amount, three capital letters.';
comment on column payment_intents.raw is 'What Stripe last sent about it; null before that.';
comment on column payment_intents.created_at is 'When the row was made; it never changes.';
comment on column payment_intents.updated_at is 'When the row last changed.';
