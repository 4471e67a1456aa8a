-- pgplumb: migration count_materials
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 0c7ecf477d5dc72cc82702707134fe90a350017760652ae023646d793106b07d
-- pgplumb: after d76bc2836013d5da6ba791828e01cae8b2c97c8c6915b4e2eefc527c45ab0bdd
-- pgplumb: hazard data_loss: lost for good: column public.resource_schedule.quantity
-- pgplumb: hazard data_loss: lost for good: column public.resource_schedule.resource_type
-- pgplumb: hazard data_loss: lost for good: column public.resources.quantity
-- pgplumb: loses column public.resource_schedule.quantity
-- pgplumb: loses column public.resource_schedule.resource_type
-- pgplumb: loses column public.resources.quantity

SET LOCAL check_function_bodies = off;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_quantity_positive;

DROP TRIGGER resource_schedule_fill_type ON public.resource_schedule;

ALTER TABLE public.resources DROP CONSTRAINT resources_quantity_of_materials;

ALTER TABLE public.resources DROP CONSTRAINT resources_quantity_positive;

DROP FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone, integer);

DROP FUNCTION public.fill_booking_type();

CREATE OR REPLACE FUNCTION public.book_resource(p_resource_id integer, p_event_id integer, p_task_id integer, p_start timestamp with time zone, p_end timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    insert into resource_schedule (resource_id, event_id, task_id, start_time, end_time)
    values (p_resource_id, p_event_id, p_task_id, p_start, p_end)
    returning id;
$function$;

COMMENT ON FUNCTION public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone) IS 'Books a resource, and returns the key of the booking. 23P01: it is taken then; 23514: the times are none. Repeat on 40P01.';

COMMENT ON COLUMN public.resources.type IS 'Whether it is a person, a tool, or a thing that is used in numbers.';

ALTER TABLE public.resource_schedule DROP COLUMN quantity;

ALTER TABLE public.resource_schedule DROP COLUMN resource_type;

ALTER TABLE public.resources DROP COLUMN quantity;
