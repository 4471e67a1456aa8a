-- pgplumb: migration hold_materials_to_their_numbers
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 0c7ecf477d5dc72cc82702707134fe90a350017760652ae023646d793106b07d
-- pgplumb: after 3fc9f4d449b58961832d6ce585575610a14863ddb29a26edd7abde191408fb6f
-- pgplumb: hazard table_scan: table public.resource_schedule is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table public.resource_schedule may hold NULL in column public.resource_schedule.resource_type
-- pgplumb: hazard table_scan: table public.resource_schedule is read in full: no row may hold NULL in column public.resource_schedule.resource_type
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: table public.resource_schedule may hold rows that exclude each other under the exclusion constraint resource_schedule_no_overlap
-- pgplumb: hazard index_build: the index of the exclusion constraint resource_schedule_no_overlap on table public.resource_schedule is built
-- pgplumb: hazard blocks_reads: table public.resource_schedule cannot be read or written while the index of the exclusion constraint resource_schedule_no_overlap is built
-- pgplumb: hazard data_dependent: table public.resources may hold duplicates under the unique constraint resources_id_type_key
-- pgplumb: hazard index_build: the index of the unique constraint resources_id_type_key on table public.resources is built
-- pgplumb: hazard blocks_reads: table public.resources cannot be read or written while the index of the unique constraint resources_id_type_key is built
-- pgplumb: hazard data_dependent: rows of table public.resource_schedule may refer to rows that are not there (resource_schedule_resource_id_fkey)
-- pgplumb: hazard table_scan: table public.resource_schedule is read in full: every row must satisfy resource_schedule_resource_id_fkey
-- pgplumb: hazard blocks_writes: table public.resource_schedule cannot be written while it is read in full
-- pgplumb: hazard blocks_writes: table public.resources cannot be written while resource_schedule_resource_id_fkey of table public.resource_schedule is checked

SET LOCAL check_function_bodies = off;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_no_overlap;

ALTER TABLE public.resource_schedule DROP CONSTRAINT resource_schedule_resource_id_fkey;

CREATE OR REPLACE FUNCTION public.peak_booked(p_resource_id integer, p_start timestamp with time zone, p_end timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    -- The most is out when something goes out: at the start, or when one of the bookings begins.
    select coalesce(max(moment.booked), 0)
    from (
        select sum(s.quantity) as booked
        from resource_schedule begun
        join resource_schedule s
            on s.resource_id = begun.resource_id
            and not s.is_released
            and s.start_time <= greatest(begun.start_time, p_start)
            and s.end_time > greatest(begun.start_time, p_start)
        where begun.resource_id = p_resource_id
            and not begun.is_released
            and begun.start_time < p_end
            and begun.end_time > p_start
        group by begun.id
    ) moment;
$function$;

CREATE OR REPLACE FUNCTION public.guard_materials_quantity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_quantity integer;
    v_booked bigint;
begin
    if new.resource_type <> 'materials' or new.is_released then
        return null;
    end if;
    -- Without the lock two transactions each see only their own booking.
    select r.quantity into v_quantity from resources r where r.id = new.resource_id for no key update;
    v_booked := peak_booked(new.resource_id, new.start_time, new.end_time);
    if v_booked > v_quantity then
        raise check_violation using
            message = format('resource %s has %s, and bookings would hold %s at once', new.resource_id, v_quantity, v_booked),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.guard_materials_quantity() IS 'Trigger: refuses (23514) a booking of materials with which more would be out at once than there are.';

CREATE OR REPLACE FUNCTION public.guard_stock()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_booked bigint;
begin
    if (new.quantity < old.quantity) is not true then
        return null;
    end if;
    v_booked := peak_booked(new.id, '-infinity', 'infinity');
    if v_booked > new.quantity then
        raise check_violation using
            message = format('bookings hold %s of resource %s at once, which is more than %s', v_booked, new.id, new.quantity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.guard_stock() IS 'Trigger: refuses (23514) to leave fewer of some materials than are booked at once.';

COMMENT ON FUNCTION public.peak_booked(integer, timestamp with time zone, timestamp with time zone) IS 'The largest number of a resource that live bookings hold at one moment between start and end; 0 where there are none.';

UPDATE public.resource_schedule SET resource_type = (select r.type from resources r where r.id = resource_schedule.resource_id) WHERE resource_type IS NULL;

ALTER TABLE public.resource_schedule ALTER COLUMN resource_type SET NOT NULL;

COMMENT ON COLUMN public.resource_schedule.resource_type IS 'Type of the resource, copied by a trigger whatever is given: only staff and equipment are held alone.';

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_no_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&) WHERE (((NOT is_released) AND (resource_type <> 'materials'::public.resource_type)));

CREATE TRIGGER resource_schedule_materials_quantity AFTER INSERT OR UPDATE ON public.resource_schedule FOR EACH ROW EXECUTE FUNCTION public.guard_materials_quantity();

ALTER TABLE public.resources ADD CONSTRAINT resources_id_type_key UNIQUE (id, type);

ALTER TABLE public.resource_schedule ADD CONSTRAINT resource_schedule_resource_id_fkey FOREIGN KEY (resource_id, resource_type) REFERENCES public.resources(id, type) ON DELETE RESTRICT;

CREATE TRIGGER resources_guard_stock AFTER UPDATE ON public.resources FOR EACH ROW EXECUTE FUNCTION public.guard_stock();
