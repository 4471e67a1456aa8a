-- TG-INV-16: the value and its origin, or neither. Static SQL: a name from outside never becomes that of a column (TG-TRAP-43).
create function set_event_field(
    p_event_id uuid, p_field_name text, p_value jsonb, p_source_id uuid, p_confidence numeric,
    p_occurrence_id uuid default null
) returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_text constant text := p_value #>> '{}';
    v_id uuid;
begin
    if p_field_name in ('name', 'description', 'url', 'location', 'organizer') then
        update events e
        set name = case p_field_name when 'name' then v_text else e.name end,
            description = case p_field_name when 'description' then v_text else e.description end,
            virtual_url = case p_field_name when 'url' then v_text else e.virtual_url end,
            primary_venue_id = case p_field_name when 'location' then v_text::uuid else e.primary_venue_id end,
            organizer_id = case p_field_name when 'organizer' then v_text::uuid else e.organizer_id end
        where e.id = p_event_id;
    elsif p_field_name in ('startDate', 'endDate', 'doorTime') then
        update event_occurrences o
        set start_time = case p_field_name when 'startDate' then v_text::timestamptz else o.start_time end,
            end_time = case p_field_name when 'endDate' then v_text::timestamptz else o.end_time end,
            door_time = case p_field_name when 'doorTime' then v_text::timestamptz else o.door_time end
        where o.id = p_occurrence_id and o.event_id = p_event_id;
    else
        raise feature_not_supported using
            message = format('%s is not set by itself', p_field_name),
            hint = 'The state of an event and its licence go together with other columns.';
    end if;
    if not found then
        raise no_data_found using message = format('there is no event %s with that occurrence', p_event_id);
    end if;
    insert into field_provenance (event_id, occurrence_id, field_name, value, source_id, confidence)
    values (p_event_id, p_occurrence_id, p_field_name, p_value, p_source_id, p_confidence)
    returning id into v_id;
    return v_id;
end;
$$;

comment on function set_event_field(uuid, text, jsonb, uuid, numeric, uuid) is
    'Gives a property of schema.org (name, description, url, location, organizer; of an occurrence startDate, endDate, doorTime) a value, and records the source. Returns the key of the record.';

revoke all on function set_event_field(uuid, text, jsonb, uuid, numeric, uuid) from public;
grant execute on function set_event_field(uuid, text, jsonb, uuid, numeric, uuid) to sel_app;
