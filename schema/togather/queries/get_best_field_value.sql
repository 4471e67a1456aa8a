-- TG-Q-03: whom to believe.

-- name: get_best_field_value :one
-- For fields of the event itself: occurrence_id is null.
select b.value, b.source_name
from field_best_values b
where b.event_id = :event_id
    and b.field_name = :field_name
    and b.occurrence_id is not distinct from :occurrence_id::uuid;

-- name: list_field_conflicts :many
select c.occurrence_id, c.field_name, c.value_count, c.candidates
from field_conflicts c
where c.event_id = :event_id
order by c.field_name, c.occurrence_id;
