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
