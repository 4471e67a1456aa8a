create function guard_event_identity() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if new.id <> old.id
        or new.ulid <> old.ulid
        or (old.federation_uri is not null and new.federation_uri is distinct from old.federation_uri)
        or (old.origin_node_id is not null and new.origin_node_id is distinct from old.origin_node_id)
    then
        raise check_violation using
            message = format('event %s keeps its id, ulid, federation_uri and origin_node_id', old.id),
            hint = 'Others refer to the event by them.',
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function guard_event_identity() is
    'Trigger: refuses (23514) another id or ulid, and another federation_uri or origin_node_id once there is one.';
