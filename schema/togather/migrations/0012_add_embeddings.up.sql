-- pgplumb: migration add_embeddings
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_embeddings.created_at) and 7 more
-- pgplumb: before c5f5c00d926a94ec1ef5c551546e5f3e7c347f118c3440c460aad050e508ec94
-- pgplumb: after f8abffcc164aaafaea75e5388ee540f4e59cdfe799b1e5834f6e77d5a50e54b8

SET LOCAL check_function_bodies = off;

CREATE EXTENSION vector WITH SCHEMA public;

COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods';

CREATE TABLE public.event_embeddings (
    event_id uuid NOT NULL,
    embedding public.vector(384) NOT NULL,
    model_version text NOT NULL,
    source_text text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_embeddings_pkey PRIMARY KEY (event_id),
    CONSTRAINT event_embeddings_not_zero CHECK ((public.vector_norm(embedding) > (0)::double precision))
);

CREATE OR REPLACE FUNCTION public.search_semantically(p_embedding public.vector, p_limit integer)
 RETURNS TABLE(id uuid, ulid text, name text, distance double precision)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
 SET "hnsw.iterative_scan" TO 'strict_order'
AS $function$
    select e.id, e.ulid, e.name, m.embedding <=> p_embedding
    from event_embeddings m
    join events e on e.id = m.event_id
    where e.lifecycle_state in ('published', 'rescheduled')
    order by m.embedding <=> p_embedding
    limit p_limit;
$function$;

COMMENT ON FUNCTION public.search_semantically(public.vector, integer) IS 'The published events nearest to a vector of 384 numbers by cosine distance (0 to 2), the nearest first.';

ALTER TABLE public.event_embeddings ADD CONSTRAINT event_embeddings_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE INDEX idx_event_embeddings_vector ON public.event_embeddings USING hnsw (embedding public.vector_cosine_ops);

CREATE TRIGGER event_embeddings_set_updated_at BEFORE UPDATE ON public.event_embeddings FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.event_embeddings.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.event_embeddings.embedding IS '384 numbers, not all zero, made of source_text by the model.';

COMMENT ON COLUMN public.event_embeddings.event_id IS 'The event.';

COMMENT ON COLUMN public.event_embeddings.model_version IS 'Model that made it; vectors of different models cannot be compared.';

COMMENT ON COLUMN public.event_embeddings.source_text IS 'Text that was embedded, for the next model.';

COMMENT ON COLUMN public.event_embeddings.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.event_embeddings IS 'One row per event that was embedded; goes with its event.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.event_embeddings TO sel_app;

GRANT SELECT ON TABLE public.event_embeddings TO sel_readonly;
