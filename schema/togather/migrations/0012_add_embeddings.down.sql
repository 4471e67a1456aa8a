-- pgplumb: migration add_embeddings
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_embeddings.created_at) and 7 more
-- pgplumb: before df4ee2f0ef9c8bb30886d71cbf5c19b797b19f4181d1bf968c67772167448bdb
-- pgplumb: after eeb714c81ded6823141c0d840be6a4fbc106c0cf67892d40fc838c565189dd9b
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_embeddings
-- pgplumb: loses rows of table public.event_embeddings

DROP FUNCTION public.search_semantically(public.vector, integer);

DROP TABLE public.event_embeddings;

DROP EXTENSION vector;
