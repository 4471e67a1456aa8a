-- TG-Q-05 to TG-Q-07: finding events by words, by name, by meaning.

-- name: search_events :many
-- event_document() is what the index is over (TG-TRAP-11).
select e.id, e.ulid, e.name, ts_rank(event_document(e.name, e.description), q) as rank
from events e, websearch_to_tsquery('english', :text) as q
where event_document(e.name, e.description) @@ q
    and e.lifecycle_state in ('published', 'rescheduled')
order by rank desc, e.updated_at desc, e.id
limit :limit;

-- name: find_similar_events :many
-- The operator uses the index, the function does not (TG-TRAP-12). It goes by pg_trgm.similarity_threshold, 0.3 unless set.
select e.id, e.name, similarity(e.name, :text) as similarity
from events e
where e.name % :text
    and e.lifecycle_state in ('published', 'rescheduled')
order by similarity desc, e.id
limit 10;

-- name: search_events_semantically :many
select s.id, s.ulid, s.name, s.distance
from search_semantically(:embedding::vector, :limit::integer) s;
