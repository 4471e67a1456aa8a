create function cancel_tickets_of_order() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    update tickets set status = 'cancelled' where order_id = new.id and status = 'valid';
    return null;
end;
$$;

comment on function cancel_tickets_of_order() is 'Trigger: an order that is never paid cancels its tickets.';
