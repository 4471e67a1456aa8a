-- What a place in a section costs at an event.

create table ticket_tiers (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    event_id uuid not null,
    section_id uuid not null,
    name varchar(100) not null,
    price numeric(10, 2) not null,
    quantity integer,
    sale_start_time timestamptz,
    sale_end_time timestamptz,
    is_active boolean not null default true,
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint ticket_tiers_pkey primary key (id),
    constraint ticket_tiers_id_event_section_organization_key unique (id, event_id, section_id, organization_id),
    -- SE-INV-06: a tier is of a section that its event has (SE-TRAP-28).
    constraint ticket_tiers_event_section_fkey foreign key (event_id, section_id, organization_id)
        references event_sections (event_id, section_id, organization_id) on delete restrict,
    constraint ticket_tiers_name_not_blank check (btrim(name) <> ''),
    constraint ticket_tiers_price_not_negative check (price >= 0),
    constraint ticket_tiers_quantity_positive check (quantity is null or quantity > 0),
    constraint ticket_tiers_sale_window check (sale_start_time is null or sale_end_time is null or sale_end_time > sale_start_time),
    constraint ticket_tiers_updated_after_created check (updated_at >= created_at)
);

create unique index idx_ticket_tiers_name on ticket_tiers (event_id, section_id, name) where not deleted;
create index idx_ticket_tiers_event_section on ticket_tiers (event_id, section_id);

create trigger ticket_tiers_section_is_active
    after insert or update of event_id, section_id, is_active on ticket_tiers
    for each row when (new.is_active)
    execute function tier_section_is_active();

create trigger ticket_tiers_forbid_created_at_change
    before update on ticket_tiers
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger ticket_tiers_set_updated_at
    before update on ticket_tiers
    for each row execute function set_updated_at();

alter table ticket_tiers enable row level security;
alter table ticket_tiers force row level security;

create policy ticket_tiers_storefront on ticket_tiers for select to seat_app
    using (organization_id = (select current_org_id()) and not deleted and event_id in (select e.id from events e) and section_id in (select s.id from sections s));
create policy ticket_tiers_staff on ticket_tiers for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and not deleted and event_id in (select e.id from events e) and section_id in (select s.id from sections s));
create policy ticket_tiers_manage on ticket_tiers to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy ticket_tiers_jobs on ticket_tiers to seat_jobs
    using (true) with check (true);

grant select on ticket_tiers to seat_app;
grant select, insert, update on ticket_tiers to seat_staff, seat_jobs;

comment on table ticket_tiers is
    'One row per price of a section at an event, such as Early Bird, Regular or VIP.';
comment on column ticket_tiers.id is 'Key of the tier.';
comment on column ticket_tiers.organization_id is 'The organisation that it belongs to.';
comment on column ticket_tiers.event_id is 'The event.';
comment on column ticket_tiers.section_id is 'The section, which the event has opened.';
comment on column ticket_tiers.name is 'Name shown to buyers; not blank, unique among the live tiers of the section at the event.';
comment on column ticket_tiers.price is 'Price of one ticket in the order''s currency, two decimals.';
comment on column ticket_tiers.quantity is 'Tickets that may be ordered of it in all; null: as many as there are places.';
comment on column ticket_tiers.sale_start_time is 'When the sale opens; null: at once.';
comment on column ticket_tiers.sale_end_time is 'When the sale closes, itself excluded; null: it stays open.';
comment on column ticket_tiers.is_active is 'Whether it is on offer; only in sections that are open.';
comment on column ticket_tiers.deleted is 'Whether it is gone for buyers.';
comment on column ticket_tiers.created_at is 'When the row was made; it never changes.';
comment on column ticket_tiers.updated_at is 'When the row last changed.';
