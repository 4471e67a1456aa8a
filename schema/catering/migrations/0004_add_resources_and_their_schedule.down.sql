-- pgplumb: migration add_resources_and_their_schedule
-- pgplumb: engine native: migra does not see a comment (comment on function public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone)) and 33 more
-- pgplumb: before 10282d36a0770462622fdec973853ef9c76285993c047e997d949d33e897b506
-- pgplumb: after 6795df4c222eca4610038ae7ca2e45f556a1268c8f0e39bf66d17b2fbf0ee28a
-- pgplumb: hazard data_loss: lost for good: rows of table public.resource_schedule
-- pgplumb: hazard data_loss: lost for good: rows of table public.task_resources
-- pgplumb: hazard data_loss: lost for good: rows of table public.resources
-- pgplumb: loses rows of table public.resource_schedule
-- pgplumb: loses rows of table public.task_resources
-- pgplumb: loses rows of table public.resources

DROP FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone);

DROP FUNCTION public.booking_range(timestamp with time zone, timestamp with time zone);

DROP TABLE public.resource_schedule;

ALTER TABLE public.tasks DROP CONSTRAINT tasks_id_event_id_key;

DROP EXTENSION btree_gist;

DROP TABLE public.task_resources;

DROP TABLE public.resources;

DROP TYPE public.resource_type;
