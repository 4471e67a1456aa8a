-- A seat is sold or held once at a time; both sides look at the other under the seat's lock.

create function release_holds() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    delete from seat_holds h where h.order_id = new.id;
    return null;
end;
$$;

comment on function release_holds() is 'Trigger: an order that is no longer pending holds no seats.';
