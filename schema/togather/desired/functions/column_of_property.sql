create function column_of_property(p_field_name text) returns text
language sql
immutable
parallel safe
return case p_field_name
    when 'name' then 'events.name'
    when 'description' then 'events.description'
    when 'url' then 'events.virtual_url'
    when 'location' then 'events.primary_venue_id'
    when 'organizer' then 'events.organizer_id'
    when 'eventStatus' then 'events.event_status'
    when 'license' then 'events.license_url'
    when 'startDate' then 'event_occurrences.start_time'
    when 'endDate' then 'event_occurrences.end_time'
    when 'doorTime' then 'event_occurrences.door_time'
end;

comment on function column_of_property(text) is
    'Table and column that hold a property of schema.org that field_provenance speaks of; null for any other word.';
