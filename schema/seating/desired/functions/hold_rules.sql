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
