-- pgplumb: migration release_the_bookings_of_archived_events
-- pgplumb: engine native: migra does not see a comment (comment on function public.refuse_archived_booking()) and 5 more
-- pgplumb: before d76bc2836013d5da6ba791828e01cae8b2c97c8c6915b4e2eefc527c45ab0bdd
-- pgplumb: after 79a89f5519c08ff1823f1d531916258fe5e4cb6c8ee9445d0e15ff31c0946748
-- pgplumb: hazard data_dependent: table public.resource_schedule may hold rows that exclude each other under the exclusion constraint resource_schedule_no_overlap
-- pgplumb: hazard index_build: the index of the exclusion constraint resource_schedule_no_overlap on table public.resource_schedule is built
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while the index of the exclusion constraint resource_schedule_no_overlap is built
-- pgplumb: hazard data_loss: lost for good: column public.resource_schedule.is_released
-- pgplumb: loses column public.resource_schedule.is_released

DROP TRIGGER events_release_bookings ON public.events;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_no_overlap;

DROP TRIGGER resource_schedule_not_archived ON public.resource_schedule;

DROP TRIGGER tasks_release_bookings ON public.tasks;

DROP FUNCTION public.refuse_archived_booking();

DROP FUNCTION public.release_bookings();

DROP FUNCTION public.swap_bookings(integer, integer);

COMMENT ON TABLE public.resource_schedule IS 'One row per booking. A person or tool is held by one booking at a time; one may begin when another ends.';

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_no_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&);

ALTER TABLE public.resource_schedule DROP COLUMN is_released;
