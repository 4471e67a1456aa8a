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
