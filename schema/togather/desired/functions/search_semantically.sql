-- pgplumb: requires extension vector

create function search_semantically(p_embedding vector, p_limit integer)
returns table (id uuid, ulid text, name text, distance double precision)
language sql
stable
set search_path = pg_catalog, public
-- The index is read on until enough rows pass the condition (TG-TRAP-28).
set hnsw.iterative_scan = 'strict_order'
as $$
    select e.id, e.ulid, e.name, m.embedding <=> p_embedding
    from event_embeddings m
    join events e on e.id = m.event_id
    where e.lifecycle_state in ('published', 'rescheduled')
    order by m.embedding <=> p_embedding
    limit p_limit;
$$;

comment on function search_semantically(vector, integer) is
    'The published events nearest to a vector of 384 numbers by cosine distance (0 to 2), the nearest first.';
