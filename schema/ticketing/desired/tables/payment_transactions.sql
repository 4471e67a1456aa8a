-- Money that moved, or tried to.

create table payment_transactions (
    id uuid not null default gen_random_uuid(),
    order_id uuid not null,
    type text not null,
    provider text not null,
    provider_ref text not null,
    status text not null default 'pending',
    amount numeric(12, 2) not null,
    currency currency_code not null,
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payment_transactions_pkey primary key (id),
    constraint payment_transactions_provider_ref_key unique (provider, provider_ref),
    constraint payment_transactions_order_id_fkey foreign key (order_id) references orders (id) on delete restrict,
    constraint payment_transactions_type_known check (type in ('charge', 'refund', 'chargeback')),
    constraint payment_transactions_status_known check (status in ('pending', 'succeeded', 'failed')),
    constraint payment_transactions_amount_positive check (amount > 0),
    -- TK-SEC-05: card numbers stay with the provider.
    constraint payment_transactions_no_card check (not metadata ?| array['card_number', 'pan', 'cvc', 'cvv'])
);

create index idx_payment_transactions_order on payment_transactions (order_id);
create index idx_payment_transactions_created on payment_transactions (created_at);

create trigger payment_transactions_set_updated_at
    before update on payment_transactions
    for each row execute function set_updated_at();

create trigger payment_transactions_refunds
    after insert or update of type, status, amount on payment_transactions
    for each row when (new.type = 'refund' and new.status = 'succeeded')
    execute function refunds_within_charges();

alter table payment_transactions enable row level security;

create policy payment_transactions_of_visible_order on payment_transactions for select to ticket_app
    using (exists (select from orders o where o.id = payment_transactions.order_id));
create policy payment_transactions_read_all on payment_transactions for select to ticket_readonly, ticket_jobs
    using (true);
create policy payment_transactions_administer on payment_transactions to ticket_admin
    using (true) with check (true);

grant select on payment_transactions to ticket_app, ticket_jobs;
grant select (id, order_id, type, provider, status, amount, currency, created_at, updated_at)
    on payment_transactions to ticket_readonly;
grant select, insert, update on payment_transactions to ticket_admin;

comment on table payment_transactions is
    'One row per transaction at a payment provider. Kept 7 years; refunds of an order never exceed its charges.';
comment on column payment_transactions.id is 'Key of the transaction.';
comment on column payment_transactions.order_id is 'The order that is paid or refunded.';
comment on column payment_transactions.type is 'charge, refund or chargeback.';
comment on column payment_transactions.provider is 'Name of the payment provider.';
comment on column payment_transactions.provider_ref is 'The provider''s own key of the transaction; unique per provider.';
comment on column payment_transactions.status is 'pending, succeeded or failed.';
comment on column payment_transactions.amount is 'Amount moved, above zero whatever the direction, two decimals.';
comment on column payment_transactions.currency is 'Currency of the amount.';
comment on column payment_transactions.metadata is 'What else the provider told, an object; never card data.';
comment on column payment_transactions.created_at is 'When the row was made.';
comment on column payment_transactions.updated_at is 'When the row last changed.';
