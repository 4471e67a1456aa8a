-- What can be booked: people, tools, and things in numbers.

create table resources (
    id serial not null,
    name varchar(255) not null,
    type resource_type not null,
    hourly_rate numeric(10, 2),
    is_available boolean not null default true,
    quantity integer,
    notes text,
    is_archived boolean not null default false,
    archived_at timestamptz,
    archived_by integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint resources_pkey primary key (id),
    -- Target of the composite key by which bookings know what they book (CA-TRAP-07).
    constraint resources_id_type_key unique (id, type),
    constraint resources_archived_by_fkey foreign key (archived_by) references users (id) on delete restrict,
    constraint resources_hourly_rate_not_negative check (hourly_rate >= 0),
    constraint resources_quantity_positive check (quantity >= 1),
    constraint resources_quantity_of_materials check ((type = 'materials') = (quantity is not null)),
    constraint resources_archived_at_told check (is_archived = (archived_at is not null)),
    constraint resources_archived_by_told check (is_archived or archived_by is null)
);

create index idx_resources_type on resources (type);
create index idx_resources_name on resources (name);
create index idx_resources_archived_by on resources (archived_by);

create trigger resources_maintain_archive
    before update on resources
    for each row when (old.is_archived is distinct from new.is_archived)
    execute function maintain_archive();

create trigger resources_set_updated_at
    before update on resources
    for each row execute function set_updated_at();

create trigger resources_guard_stock
    after update on resources
    for each row execute function guard_stock();

grant select, insert, update on resources to catering_app;
grant usage on sequence resources_id_seq to catering_app;
grant select on resources to catering_scheduler, catering_readonly;

comment on table resources is 'One row per person, tool or vehicle, or kind of thing that is there in numbers.';
comment on column resources.id is 'Key of the resource; who books several at once books them in this order.';
comment on column resources.name is 'What it is called.';
comment on column resources.type is 'staff and equipment serve one booking at a time, materials as many as there are; fixed once it was booked.';
comment on column resources.hourly_rate is 'Price of an hour, not negative, two decimals; null where none is charged by the hour.';
comment on column resources.is_available is 'Whether planners offer it: false while it is in repair or on leave. Bookings that are there stay.';
comment on column resources.quantity is 'How many of the materials there are, at least one; null for staff and equipment, of which each row is one.';
comment on column resources.notes is 'What else to know about it; null where nothing.';
comment on column resources.is_archived is 'Whether it was put away, and is left out of lists.';
comment on column resources.archived_at is 'When it was put away; null while it is not.';
comment on column resources.archived_by is 'Account that put it away; null while it is not, and where nobody was named.';
comment on column resources.created_at is 'When the row was made; never changes.';
comment on column resources.updated_at is 'When the row last changed.';
