-- A seat is sold or held once at a time; both sides look at the other under the seat's lock.

create function hold_needs_free_seat() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- SE-INV-14. No key update: tickets and holds that are being written hold the seat's key already.
    perform from seats s where s.id = new.seat_id for no key update;
    perform from tickets t
    where t.event_id = new.event_id and t.seat_id = new.seat_id and t.status in ('VALID', 'USED');
    if found then
        raise unique_violation using
            message = format('seat %s is sold for event %s', new.seat_id, new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function hold_needs_free_seat() is 'Trigger: refuses (23505) to hold a seat that is sold.';
