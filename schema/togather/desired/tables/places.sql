-- Where events take place.

create table places (
    id uuid not null default gen_random_uuid(),
    ulid ulid not null default new_ulid(),
    name text not null,
    place_type text not null default 'venue',
    street_address text,
    city text,
    region text,
    postal_code text,
    country country_code,
    latitude double precision,
    longitude double precision,
    origin_node_id uuid,
    federation_uri web_address,
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint places_pkey primary key (id),
    -- TG-INV-02
    constraint places_ulid_key unique (ulid),
    constraint places_federation_uri_key unique (federation_uri),
    constraint places_origin_node_id_fkey foreign key (origin_node_id) references federation_nodes (id),
    constraint places_name_not_blank check (name ~ '[^[:space:]]'),
    constraint places_type_known check (place_type in ('venue', 'outdoor_space', 'virtual', 'other')),
    -- TG-TRAP-42: degrees that were swapped are mostly out of range.
    constraint places_latitude_range check (latitude is null or latitude between -90 and 90),
    constraint places_longitude_range check (longitude is null or longitude between -180 and 180),
    constraint places_coordinates_together check ((latitude is null) = (longitude is null))
);

-- Towns are looked for however they are written (TG-TRAP-23).
create index idx_places_city on places (lower(city));
create index idx_places_name_trgm on places using gin (name gin_trgm_ops);
create index idx_places_earth on places using gist (earth_point(latitude, longitude));
create index idx_places_origin on places (origin_node_id);

create trigger places_set_updated_at
    before update on places
    for each row execute function set_updated_at();

grant select, insert, update, delete on places to sel_app;
grant select on places to sel_readonly;

comment on table places is
    'One row per place (schema:Place). One that is not used any more is marked as deleted, for past events refer to it.';
comment on column places.id is 'Key of the place on this node (schema:identifier).';
comment on column places.ulid is 'Public key, 26 characters (schema:identifier).';
comment on column places.name is 'Name (schema:name).';
comment on column places.place_type is 'venue, outdoor_space, virtual or other (schema:additionalType).';
comment on column places.street_address is 'Street and number; null where not known (schema:streetAddress).';
comment on column places.city is 'Town; null where not known (schema:addressLocality).';
comment on column places.region is 'Province or state, such as ON; null where not known (schema:addressRegion).';
comment on column places.postal_code is 'Postal code; null where not known (schema:postalCode).';
comment on column places.country is
    'ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).';
comment on column places.latitude is 'Degrees north of the equator, -90 to 90; null where not known (schema:latitude).';
comment on column places.longitude is
    'Degrees east of Greenwich, -180 to 180; null where not known (schema:longitude).';
comment on column places.origin_node_id is 'Node that told of it; null: this one (sel:originNode).';
comment on column places.federation_uri is 'Its address in the federation; null while it has none (schema:sameAs).';
comment on column places.deleted_at is 'When it was marked as deleted; null while it is in use (sel:deletedAt).';
comment on column places.created_at is 'When the row was made (schema:dateCreated).';
comment on column places.updated_at is 'When the row last changed (schema:dateModified).';
