create function import_place(p_node_id uuid, p_place jsonb) returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_id uuid;
begin
    if p_place ->> 'ulid' is null then
        return null;
    end if;
    insert into places (ulid, name, city, region, country, latitude, longitude, origin_node_id)
    values (
        p_place ->> 'ulid', p_place ->> 'name', p_place ->> 'city', p_place ->> 'region', p_place ->> 'country',
        (p_place ->> 'latitude')::double precision, (p_place ->> 'longitude')::double precision, p_node_id
    )
    on conflict (ulid) do nothing;
    select p.id into v_id from places p where p.ulid = p_place ->> 'ulid';
    return v_id;
end;
$$;

comment on function import_place(uuid, jsonb) is
    'The place that another node describes, made where we have none of that ulid. Null where nothing is described.';

revoke all on function import_place(uuid, jsonb) from public;
grant execute on function import_place(uuid, jsonb) to sel_app;
