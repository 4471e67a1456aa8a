-- What a booking has to fit, and what becomes of it.

create function booking_range(p_start timestamptz, p_end timestamptz) returns tstzrange
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, public
as $$
begin
    -- CA-TRAP-18: an empty range overlaps nothing, and would find every resource free.
    if (p_end > p_start and isfinite(p_start) and isfinite(p_end)) is not true then
        raise check_violation using
            message = format('a booking cannot last from %s to %s',
                             coalesce(p_start::text, 'null'), coalesce(p_end::text, 'null'));
    end if;
    return tstzrange(p_start, p_end, '[)');
end;
$$;

comment on function booking_range(timestamptz, timestamptz) is
    'The time from start to end, without the end. Refuses (23514) what no booking may last: no time, endless, unknown, or backwards.';

create function fill_booking_type() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- A resource that is not there is refused by the foreign key, which says so better than a missing type would.
    new.resource_type := coalesce((select r.type from resources r where r.id = new.resource_id), 'staff');
    return new;
end;
$$;

comment on function fill_booking_type() is 'Trigger: copies the type of the resource into the booking.';

-- Security definer: it locks rows that who books may only read.
create function refuse_archived_booking() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
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
$$;

comment on function refuse_archived_booking() is
    'Trigger: refuses (23514) a live booking for an event or task that is archived.';

-- Security definer: whoever archives need not be one who books.
create function release_bookings() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    if tg_table_name = 'events' then
        update resource_schedule set is_released = true where event_id = new.id and not is_released;
    else
        update resource_schedule set is_released = true where task_id = new.id and not is_released;
    end if;
    return null;
end;
$$;

revoke execute on function release_bookings() from public;

comment on function release_bookings() is 'Trigger: releases the bookings of an event or task that was archived.';

create function book_resource(
    p_resource_id integer,
    p_event_id integer,
    p_task_id integer,
    p_start timestamptz,
    p_end timestamptz,
    p_quantity integer default 1
) returns integer
language sql
set search_path = pg_catalog, public
as $$
    insert into resource_schedule (resource_id, event_id, task_id, start_time, end_time, quantity)
    values (p_resource_id, p_event_id, p_task_id, p_start, p_end, p_quantity)
    returning id;
$$;

comment on function book_resource(integer, integer, integer, timestamptz, timestamptz, integer) is
    'Books a resource, and returns the key of the booking. 23P01: it is taken then; 23514: there are not so many, or the times are none. Repeat on 40P01.';

create function swap_bookings(p_one integer, p_other integer) returns void
language plpgsql
set search_path = pg_catalog, public
as $$
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
$$;

comment on function swap_bookings(integer, integer) is
    'Lets two live bookings exchange their resources, times and events unchanged (P0002 where one is not live).';
