-- What an event never does: change its identity, or take a way through its life that there is not.

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

create function guard_lifecycle_transition() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if not format('%s>%s', old.lifecycle_state, new.lifecycle_state) = any (tg_argv) then
        raise check_violation using
            message = format('event %s cannot go from %s to %s', new.id, old.lifecycle_state, new.lifecycle_state),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function guard_lifecycle_transition() is
    'Trigger: allows the changes of lifecycle_state given as arguments, each written from>to, and no other (23514).';

create function license_url_of(p_license text) returns text
language sql
immutable
parallel safe
return case p_license
    when 'cc0' then 'https://creativecommons.org/publicdomain/zero/1.0/'
    when 'cc-by' then 'https://creativecommons.org/licenses/by/4.0/'
    when 'proprietary' then 'https://rightsstatements.org/vocab/InC/1.0/'
    else 'https://rightsstatements.org/vocab/UND/1.0/'
end;

comment on function license_url_of(text) is
    'Address that states a licence (cc0, cc-by, proprietary, unknown) where the source gives none of its own.';

create function follow_source_license() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- TG-TRAP-46: what came from elsewhere is not ours to give away.
    update events e
    set license_status = s.license, license_url = coalesce(s.license_url, license_url_of(s.license))
    from sources s
    where e.id = new.event_id and s.id = new.source_id and e.license_status = 'cc0' and s.license <> 'cc0';
    return null;
end;
$$;

comment on function follow_source_license() is
    'Trigger: an event that claims CC0 takes over the licence of a source that does not give its data away.';
