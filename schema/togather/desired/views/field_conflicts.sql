-- Where sources disagree.

create view field_conflicts as
select
    v.event_id,
    v.occurrence_id,
    v.field_name,
    count(distinct v.value) as value_count,
    jsonb_agg(
        jsonb_build_object(
            'value', v.value,
            'source', v.source_name,
            'trust', v.trust_level,
            'confidence', v.confidence,
            'observed_at', to_char(v.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        )
        order by v.trust_level desc, v.confidence desc, v.observed_at desc, v.id
    ) as candidates
from field_current_values v
group by v.event_id, v.occurrence_id, v.field_name
having count(distinct v.value) > 1;

grant select on field_conflicts to sel_app, sel_readonly;

comment on view field_conflicts is
    'One row per event, occurrence and field of which the sources'' latest values differ (TG-INV-18).';
comment on column field_conflicts.event_id is 'The event.';
comment on column field_conflicts.occurrence_id is 'The occurrence, for fields of one; null for fields of the event.';
comment on column field_conflicts.field_name is 'Property of schema.org, such as name or startDate.';
comment on column field_conflicts.value_count is 'How many different values there are, at least 2.';
comment on column field_conflicts.candidates is
    'The values, the best first: an array of objects with value, source, trust, confidence and observed_at (UTC).';
