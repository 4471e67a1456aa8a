-- What each source says now.

-- TG-TRAP-15: a source that changed its mind does not contradict itself.
create view field_current_values as
select distinct on (p.event_id, p.occurrence_id, p.field_name, p.source_id)
    p.event_id,
    p.occurrence_id,
    p.field_name,
    p.source_id,
    s.name as source_name,
    p.value,
    s.trust_level,
    p.confidence,
    p.observed_at,
    p.id
from field_provenance p
join sources s on s.id = p.source_id
order by p.event_id, p.occurrence_id, p.field_name, p.source_id, p.observed_at desc, p.id desc;

grant select on field_current_values to sel_app, sel_readonly;

comment on view field_current_values is 'One row per event, occurrence, field and source: the latest value that the source gave.';
comment on column field_current_values.event_id is 'The event.';
comment on column field_current_values.occurrence_id is 'The occurrence, for fields of one; null for fields of the event.';
comment on column field_current_values.field_name is 'Property of schema.org, such as name or startDate.';
comment on column field_current_values.source_id is 'Who says so.';
comment on column field_current_values.source_name is 'Name of the source.';
comment on column field_current_values.value is 'The value, as JSON.';
comment on column field_current_values.trust_level is 'How far the source is trusted, 1 to 10.';
comment on column field_current_values.confidence is 'How sure it is, 0 to 1.';
comment on column field_current_values.observed_at is 'When it said so.';
comment on column field_current_values.id is 'Key of the record in field_provenance.';
