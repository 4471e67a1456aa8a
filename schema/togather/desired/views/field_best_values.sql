-- Whom to believe.

create view field_best_values as
select distinct on (v.event_id, v.occurrence_id, v.field_name)
    v.event_id,
    v.occurrence_id,
    v.field_name,
    v.value,
    v.source_id,
    v.source_name
from field_current_values v
-- TG-INV-17: no column here can be null, which would come first (TG-TRAP-14), and the key decides where all are equal.
order by v.event_id, v.occurrence_id, v.field_name, v.trust_level desc, v.confidence desc, v.observed_at desc, v.id;

grant select on field_best_values to sel_app, sel_readonly;

comment on view field_best_values is
    'One row per event, occurrence and field: the value of the most trusted source, among those of the surest one, among those the newest.';
comment on column field_best_values.event_id is 'The event.';
comment on column field_best_values.occurrence_id is 'The occurrence, for fields of one; null for fields of the event.';
comment on column field_best_values.field_name is 'Property of schema.org, such as name or startDate.';
comment on column field_best_values.value is 'The value, as JSON.';
comment on column field_best_values.source_id is 'Who says so.';
comment on column field_best_values.source_name is 'Name of the source.';
