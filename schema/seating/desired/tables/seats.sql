-- Seats of numbered sections.

create table seats (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    section_id uuid not null,
    row_label varchar(10) not null,
    number_label varchar(10) not null,
    -- Plain digits alone, for \D leaves those of other scripts; and ten of them fit into no integer (SE-TRAP-31).
    seat_number_sort bigint generated always as (nullif(regexp_replace(number_label, '[^0-9]', '', 'g'), '')::bigint) stored,
    x_position numeric(8, 2) not null,
    y_position numeric(8, 2) not null,
    is_accessible boolean not null default false,
    deleted boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint seats_pkey primary key (id),
    constraint seats_id_section_id_organization_id_key unique (id, section_id, organization_id),
    constraint seats_section_fkey foreign key (section_id, organization_id)
        references sections (id, organization_id) on delete restrict,
    constraint seats_row_label_not_blank check (btrim(row_label) <> ''),
    constraint seats_number_label_not_blank check (btrim(number_label) <> ''),
    constraint seats_updated_after_created check (updated_at >= created_at)
);

-- SE-INV-02, SE-RULE-04: none of the three can be null, or it would let any number in (SE-TRAP-04).
create unique index idx_seats_label on seats (section_id, row_label, number_label) where not deleted;
-- Serves a section's seats from left to right. No spatial index: a box within a section reads the section (SE-TRAP-43).
create index idx_seats_position on seats (section_id, x_position, y_position) where deleted = false;
create index idx_seats_section on seats (section_id);

-- Behind the policies, here and below, so that a refusal tells nobody of another tenant's section.
create trigger seats_only_in_numbered
    after insert or update of section_id on seats
    for each row execute function seats_only_in_numbered();

create trigger seats_forbid_created_at_change
    before update on seats
    for each row when (old.created_at is distinct from new.created_at)
    execute function forbid_created_at_change();

create trigger seats_set_updated_at
    before update on seats
    for each row execute function set_updated_at();

alter table seats enable row level security;
alter table seats force row level security;

create policy seats_storefront on seats for select to seat_app
    using (organization_id = (select current_org_id()) and not deleted and section_id in (select s.id from sections s));
create policy seats_staff on seats for select to seat_staff
    using (organization_id = (select current_org_id()) and (select is_staff()) and not deleted and section_id in (select s.id from sections s));
create policy seats_manage on seats to seat_staff
    using (organization_id = (select current_org_id()) and (select is_manager()))
    with check (organization_id = (select current_org_id()) and (select is_manager()));
create policy seats_jobs on seats to seat_jobs
    using (true) with check (true);

grant select on seats to seat_app;
grant select, insert, update on seats to seat_staff, seat_jobs;

comment on table seats is
    'One row per seat.';
comment on column seats.id is 'Key of the seat.';
comment on column seats.organization_id is 'The organisation that it belongs to.';
comment on column seats.section_id is 'The section, which is NUMBERED.';
comment on column seats.row_label is 'Row as printed: A, B, .., AA; not blank.';
comment on column seats.number_label is 'Number within the row as printed, such as 12 or 12a; unique with section and row among live seats.';
comment on column seats.seat_number_sort is 'The digits of number_label as a number, for sorting; null where there are none.';
comment on column seats.x_position is 'Place on the plan, from its left edge, in units of the plan.';
comment on column seats.y_position is 'Place on the plan, from its upper edge, in units of the plan.';
comment on column seats.is_accessible is 'Whether a wheelchair can get there.';
comment on column seats.deleted is 'Whether the seat was taken out.';
comment on column seats.created_at is 'When the row was made; it never changes.';
comment on column seats.updated_at is 'When the row last changed.';
