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
