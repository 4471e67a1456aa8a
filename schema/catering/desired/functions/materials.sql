-- How many of something that is booked in numbers are out at once.

create function peak_booked(p_resource_id integer, p_start timestamptz, p_end timestamptz) returns bigint
language sql
stable
parallel safe
set search_path = pg_catalog, public
as $$
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
$$;

comment on function peak_booked(integer, timestamptz, timestamptz) is
    'The largest number of a resource that live bookings hold at one moment between start and end; 0 where there are none.';

-- Security definer: it locks a resource that who books may only read.
create function guard_materials_quantity() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function guard_materials_quantity() is
    'Trigger: refuses (23514) a booking of materials with which more would be out at once than there are.';

create function guard_stock() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
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
$$;

comment on function guard_stock() is
    'Trigger: refuses (23514) to leave fewer of some materials than are booked at once.';
