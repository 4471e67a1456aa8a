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
