-- pgplumb: migration hold_materials_to_their_numbers
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 3fc9f4d449b58961832d6ce585575610a14863ddb29a26edd7abde191408fb6f
-- pgplumb: after 0c7ecf477d5dc72cc82702707134fe90a350017760652ae023646d793106b07d
-- pgplumb: hazard data_dependent: table public.resource_schedule may hold rows that exclude each other under the exclusion constraint resource_schedule_no_overlap
-- pgplumb: hazard index_build: the index of the exclusion constraint resource_schedule_no_overlap on table public.resource_schedule is built
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while the index of the exclusion constraint resource_schedule_no_overlap is built
-- pgplumb: hazard data_dependent: rows of table public.resource_schedule may refer to rows that are not there (resource_schedule_resource_id_fkey)
-- pgplumb: hazard table_scan: table public.resource_schedule is read in full: every row must satisfy resource_schedule_resource_id_fkey
-- pgplumb: hazard blocks_writes: table public.resource_schedule cannot be written while it is read in full
-- pgplumb: hazard blocks_writes: table public.resources cannot be written while resource_schedule_resource_id_fkey of table public.resource_schedule is checked

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_no_overlap;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_resource_id_fkey;

DROP TRIGGER resource_schedule_materials_quantity ON public.resource_schedule;

ALTER TABLE public.resources DROP CONSTRAINT resources_id_type_key;

DROP TRIGGER resources_guard_stock ON public.resources;

DROP FUNCTION public.guard_materials_quantity();

DROP FUNCTION public.guard_stock();

DROP FUNCTION public.peak_booked(integer, timestamp with time zone, timestamp with time zone);

ALTER TABLE public.resource_schedule ALTER COLUMN resource_type DROP NOT NULL;

COMMENT ON COLUMN public.resource_schedule.resource_type IS 'Type of the resource, copied by a trigger; null in bookings from before it was.';

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_no_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&) WHERE ((NOT is_released));

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE RESTRICT;
