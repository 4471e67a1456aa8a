-- pgplumb: migration release_the_bookings_of_archived_events
-- pgplumb: engine native: migra does not see a comment (comment on function public.refuse_archived_booking()) and 5 more
-- pgplumb: before 79a89f5519c08ff1823f1d531916258fe5e4cb6c8ee9445d0e15ff31c0946748
-- pgplumb: after d76bc2836013d5da6ba791828e01cae8b2c97c8c6915b4e2eefc527c45ab0bdd
-- pgplumb: hazard data_dependent: table public.resource_schedule may hold rows that exclude each other under the exclusion constraint resource_schedule_no_overlap
-- pgplumb: hazard index_build: the index of the exclusion constraint resource_schedule_no_overlap on table public.resource_schedule is built
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while the index of the exclusion constraint resource_schedule_no_overlap is built

SET LOCAL check_function_bodies = off;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_no_overlap;

CREATE OR REPLACE FUNCTION public.refuse_archived_booking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_archived boolean;
begin
    -- CA-INV-07: whoever archives the event or task waits for this booking, and then releases it too.
    select e.is_archived into v_archived from events e where e.id = new.event_id for share;
    if v_archived then
        raise check_violation using
            message = format('event %s is archived, and cannot hold resources', new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    select t.is_archived into v_archived from tasks t where t.id = new.task_id for share;
    if v_archived then
        raise check_violation using
            message = format('task %s is archived, and cannot hold resources', new.task_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.refuse_archived_booking() IS 'Trigger: refuses (23514) a live booking for an event or task that is archived.';

CREATE OR REPLACE FUNCTION public.release_bookings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if tg_table_name = 'events' then
        update resource_schedule set is_released = true where event_id = new.id and not is_released;
    else
        update resource_schedule set is_released = true where task_id = new.id and not is_released;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.release_bookings() IS 'Trigger: releases the bookings of an event or task that was archived.';

REVOKE ALL ON FUNCTION public.release_bookings() FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.swap_bookings(p_one integer, p_other integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_one resource_schedule;
    v_other resource_schedule;
begin
    perform from resource_schedule s where s.id in (p_one, p_other) order by s.id for no key update;
    select * into v_one from resource_schedule s where s.id = p_one and not s.is_released;
    select * into v_other from resource_schedule s where s.id = p_other and not s.is_released;
    if v_one.id is null or v_other.id is null then
        raise no_data_found using message = format('bookings %s and %s are not both live', p_one, p_other);
    end if;
    -- CA-TRAP-17: the constraint looks at each row at once, so both leave before either comes back.
    update resource_schedule set is_released = true where id in (p_one, p_other);
    update resource_schedule set resource_id = v_other.resource_id, is_released = false where id = p_one;
    update resource_schedule set resource_id = v_one.resource_id, is_released = false where id = p_other;
end;
$function$;

COMMENT ON FUNCTION public.swap_bookings(integer, integer) IS 'Lets two live bookings exchange their resources, times and events unchanged (P0002 where one is not live).';

CREATE TRIGGER events_release_bookings AFTER UPDATE ON public.events FOR EACH ROW WHEN ((new.is_archived AND (NOT old.is_archived))) EXECUTE FUNCTION public.release_bookings();

COMMENT ON TABLE public.resource_schedule IS 'One row per booking. A person or tool is held by one live booking at a time; one may begin when another ends.';

ALTER TABLE public.resource_schedule ADD COLUMN is_released boolean DEFAULT false NOT NULL;

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_no_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&) WHERE ((NOT is_released));

CREATE TRIGGER resource_schedule_not_archived BEFORE INSERT OR UPDATE ON public.resource_schedule FOR EACH ROW WHEN ((NOT new.is_released)) EXECUTE FUNCTION public.refuse_archived_booking();

COMMENT ON COLUMN public.resource_schedule.is_released IS 'Whether the booking no longer holds anything, as when its event was archived.';

CREATE TRIGGER tasks_release_bookings AFTER UPDATE ON public.tasks FOR EACH ROW WHEN ((new.is_archived AND (NOT old.is_archived))) EXECUTE FUNCTION public.release_bookings();
