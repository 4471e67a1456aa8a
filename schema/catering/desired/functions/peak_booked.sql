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
