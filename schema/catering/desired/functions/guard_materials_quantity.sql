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
