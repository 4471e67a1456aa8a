-- pgplumb: migration count_materials
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before d76bc2836013d5da6ba791828e01cae8b2c97c8c6915b4e2eefc527c45ab0bdd
-- pgplumb: after 0c7ecf477d5dc72cc82702707134fe90a350017760652ae023646d793106b07d
-- pgplumb: hazard data_dependent: rows of table public.resource_schedule may violate resource_schedule_quantity_positive
-- pgplumb: hazard table_scan: table public.resource_schedule is read in full: every row must satisfy resource_schedule_quantity_positive
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while it is read in full
-- pgplumb: hazard table_scan: table public.resources is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table public.resources may violate resources_quantity_of_materials
-- pgplumb: hazard table_scan: table public.resources is read in full: every row must satisfy resources_quantity_of_materials
-- pgplumb: hazard blocks_reads: table public.resources cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: rows of table public.resources may violate resources_quantity_positive
-- pgplumb: hazard table_scan: table public.resources is read in full: every row must satisfy resources_quantity_positive

SET LOCAL check_function_bodies = off;

DROP FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone);

CREATE OR REPLACE FUNCTION public.book_resource(p_resource_id integer, p_event_id integer, p_task_id integer, p_start timestamp with time zone, p_end timestamp with time zone, p_quantity integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    insert into resource_schedule (resource_id, event_id, task_id, start_time, end_time, quantity)
    values (p_resource_id, p_event_id, p_task_id, p_start, p_end, p_quantity)
    returning id;
$function$;

COMMENT ON FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone, integer) IS 'Books a resource, and returns the key of the booking. 23P01: it is taken then; 23514: there are not so many, or the times are none. Repeat on 40P01.';

CREATE OR REPLACE FUNCTION public.fill_booking_type()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- A resource that is not there is refused by the foreign key, which says so better than a missing type would.
    new.resource_type := coalesce((select r.type from resources r where r.id = new.resource_id), 'staff');
    return new;
end;
$function$;

COMMENT ON FUNCTION public.fill_booking_type() IS 'Trigger: copies the type of the resource into the booking.';

ALTER TABLE public.resource_schedule ADD COLUMN quantity integer DEFAULT 1 NOT NULL;

ALTER TABLE public.resource_schedule ADD COLUMN resource_type public.resource_type;

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_quantity_positive CHECK ((quantity >= 1));

CREATE TRIGGER resource_schedule_fill_type BEFORE INSERT OR UPDATE ON public.resource_schedule FOR EACH ROW EXECUTE FUNCTION public.fill_booking_type();

COMMENT ON COLUMN public.resource_schedule.quantity IS 'How many of the materials are held, at least one; says nothing of a person or tool, which is held whole.';

COMMENT ON COLUMN public.resource_schedule.resource_type IS 'Type of the resource, copied by a trigger; null in bookings from before it was.';

COMMENT ON COLUMN public.resources.type IS 'staff and equipment serve one booking at a time, materials as many as there are; fixed once it was booked.';

ALTER TABLE public.resources ADD COLUMN quantity integer;

UPDATE public.resources SET quantity = case when type = 'materials' then 1 end WHERE quantity IS NULL;

ALTER TABLE public.resources ADD CONSTRAINT resources_quantity_of_materials CHECK (((type = 'materials'::public.resource_type) = (quantity IS NOT NULL)));

ALTER TABLE public.resources ADD CONSTRAINT resources_quantity_positive CHECK ((quantity >= 1));

COMMENT ON COLUMN public.resources.quantity IS 'How many of the materials there are, at least one; null for staff and equipment, of which each row is one.';
