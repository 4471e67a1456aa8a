-- A seat is sold or held once at a time; both sides look at the other under the seat's lock.

create function ticket_respects_holds() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform from seats s where s.id = new.seat_id for no key update;
    perform from seat_holds h
    where h.event_id = new.event_id and h.seat_id = new.seat_id
        and h.order_id <> new.order_id and h.expires_at > clock_timestamp();
    if found then
        raise unique_violation using
            message = format('seat %s is held for another order', new.seat_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function ticket_respects_holds() is 'Trigger: refuses (23505) a ticket for a seat that another order holds.';
