-- What an event sells: a price, a quantity and how much of it is gone.

create table ticket_tiers (
    id uuid not null default gen_random_uuid(),
    event_id uuid not null,
    name text not null,
    description text,
    price numeric(10, 2) not null,
    quantity integer not null,
    sold integer not null default 0,
    reserved integer not null default 0,
    min_purchase integer not null default 1,
    max_purchase integer not null default 10,
    sale_start_time timestamptz,
    sale_end_time timestamptz,
    is_active boolean not null default true,
    position integer not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ticket_tiers_pkey primary key (id),
    constraint ticket_tiers_event_id_name_key unique (event_id, name),
    -- Target of the composite keys that hold an order, its tickets and their tier to one event (TK-INV-09).
    constraint ticket_tiers_id_event_id_key unique (id, event_id),
    constraint ticket_tiers_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint ticket_tiers_price_not_negative check (price >= 0),
    constraint ticket_tiers_quantity_not_negative check (quantity >= 0),
    constraint ticket_tiers_sold_not_negative check (sold >= 0),
    constraint ticket_tiers_reserved_not_negative check (reserved >= 0),
    -- TK-INV-01, and the last word on overselling: a check holds for every way of writing a row (TK-TRAP-06).
    constraint ticket_tiers_not_oversold check (sold + reserved <= quantity),
    constraint ticket_tiers_min_purchase_positive check (min_purchase >= 1),
    constraint ticket_tiers_purchase_range check (min_purchase <= max_purchase),
    constraint ticket_tiers_sale_window check (sale_end_time > sale_start_time)
);

create index idx_ticket_tiers_event_id on ticket_tiers (event_id);
create index idx_ticket_tiers_active on ticket_tiers (event_id, position) where is_active;

create trigger ticket_tiers_set_updated_at
    before update on ticket_tiers
    for each row execute function set_updated_at();

create trigger ticket_tiers_capacity
    before insert or update on ticket_tiers
    for each row execute function enforce_tier_capacity();

-- Deferrable, so that one transaction may move seats from one tier to another.
create constraint trigger ticket_tiers_tier_sum
    after insert or update of quantity, event_id on ticket_tiers
    deferrable initially immediate
    for each row execute function tier_sum_within_capacity('event_id');

create trigger ticket_tiers_audit
    after insert or update or delete on ticket_tiers
    for each row execute function record_audit();

alter table ticket_tiers enable row level security;

-- The sub-select is itself under the policies of events: who sees an event sees its tiers.
create policy ticket_tiers_of_visible_event on ticket_tiers for select to ticket_app
    using (exists (select from events e where e.id = ticket_tiers.event_id));
create policy ticket_tiers_own on ticket_tiers to ticket_app
    using (is_promoter_of(event_id))
    with check (is_promoter_of(event_id));
create policy ticket_tiers_read_all on ticket_tiers for select to ticket_readonly, ticket_jobs
    using (true);
create policy ticket_tiers_administer on ticket_tiers to ticket_admin
    using (true) with check (true);

-- The counters are not among the columns: only the sales functions move them.
grant select, delete on ticket_tiers to ticket_app;
grant insert (event_id, name, description, price, quantity, min_purchase, max_purchase, sale_start_time,
              sale_end_time, is_active, position) on ticket_tiers to ticket_app;
grant update (name, description, price, quantity, min_purchase, max_purchase, sale_start_time, sale_end_time,
              is_active, position) on ticket_tiers to ticket_app;
grant select on ticket_tiers to ticket_readonly, ticket_jobs;
grant select, insert, update, delete on ticket_tiers to ticket_admin;

comment on table ticket_tiers is
    'One row per kind of ticket of an event. quantity - sold - reserved is what can still be bought.';
comment on column ticket_tiers.id is 'Key of the tier; sales lock tiers in this order.';
comment on column ticket_tiers.event_id is 'The event that it belongs to.';
comment on column ticket_tiers.name is 'Name shown to buyers; unique within the event.';
comment on column ticket_tiers.description is 'What the ticket includes; null where nothing is said.';
comment on column ticket_tiers.price is 'Price of one ticket in the order''s currency, two decimals, before fee and tax.';
comment on column ticket_tiers.quantity is 'Tickets that may be sold in all.';
comment on column ticket_tiers.sold is 'Tickets issued that are neither cancelled nor refunded.';
comment on column ticket_tiers.reserved is 'Tickets held by active reservations.';
comment on column ticket_tiers.min_purchase is 'Fewest tickets of the tier in one order.';
comment on column ticket_tiers.max_purchase is 'Most tickets of the tier in one order.';
comment on column ticket_tiers.sale_start_time is 'When the sale opens; null: at once.';
comment on column ticket_tiers.sale_end_time is 'When the sale closes; null: it stays open.';
comment on column ticket_tiers.is_active is 'Whether the tier is offered at all.';
comment on column ticket_tiers.position is 'Place in the list of tiers, lowest first.';
comment on column ticket_tiers.created_at is 'When the row was made.';
comment on column ticket_tiers.updated_at is 'When the row last changed.';
