-- pgplumb: migration add_embeddings
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_embeddings.created_at) and 7 more
-- pgplumb: before f8abffcc164aaafaea75e5388ee540f4e59cdfe799b1e5834f6e77d5a50e54b8
-- pgplumb: after c5f5c00d926a94ec1ef5c551546e5f3e7c347f118c3440c460aad050e508ec94
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_embeddings
-- pgplumb: loses rows of table public.event_embeddings

DROP FUNCTION public.search_semantically(public.vector, integer);

DROP TABLE public.event_embeddings;

DROP EXTENSION vector;
