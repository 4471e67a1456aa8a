-- Places as other nodes are told of them.

create function place_reference(p_place_id uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select jsonb_build_object(
        'ulid', p.ulid, 'name', p.name, 'city', p.city, 'region', p.region, 'country', p.country,
        'latitude', p.latitude, 'longitude', p.longitude
    )
    from places p
    where p.id = p_place_id;
end;

comment on function place_reference(uuid) is 'What import_place() of another node takes; null where there is no such place.';
