-- pgplumb: requires extension postgis

-- Places on the globe for PostGIS, which is not to be had everywhere; earth_point() serves where it is not.
alter table places
    -- x is the longitude.
    add column location geography(point, 4326) generated always as (
        st_setsrid(st_makepoint(longitude, latitude), 4326)::geography
    ) stored;

create index idx_places_location on places using gist (location);

comment on column places.location is
    'Point of longitude and latitude in WGS 84; null where they are (schema:geo).';
