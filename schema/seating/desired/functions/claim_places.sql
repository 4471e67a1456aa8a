-- Takes what a pending order wants, or says who was first. Called before there is anything to pay (SE-TRAP-27).
create function claim_places(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_order orders;
    v_place record;
    v_item record;
    v_taken bigint;
begin
    select * into v_order from orders o where o.id = p_order_id;
    -- Tiers of which there are only so many, one order after the other.
    perform from ticket_tiers t
    where t.quantity is not null and t.id in (select i.ticket_tier_id from order_items i where i.order_id = p_order_id)
    order by t.id
    for no key update;
    for v_place in
        select t.id, t.quantity, count(*) as wanted
        from order_items i
        join ticket_tiers t on t.id = i.ticket_tier_id
        where i.order_id = p_order_id and t.quantity is not null
        group by t.id, t.quantity
        order by t.id
    loop
        select count(*) into v_taken from tickets t where t.ticket_tier_id = v_place.id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.ticket_tier_id = v_place.id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.quantity then
            raise check_violation using
                message = format('tier %s has %s tickets left, and %s are wanted',
                                 v_place.id, greatest(v_place.quantity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    -- Everybody locks sections in one order, and before any seat.
    perform from event_sections e
    where e.event_id = v_order.event_id
        and e.section_id in (select i.section_id from order_items i where i.order_id = p_order_id and i.seat_id is null)
    order by e.section_id
    for no key update;
    for v_place in
        select i.section_id, coalesce(e.custom_capacity, s.capacity) as capacity, count(*) as wanted
        from order_items i
        join event_sections e on e.event_id = i.event_id and e.section_id = i.section_id
        join sections s on s.id = i.section_id
        where i.order_id = p_order_id and i.seat_id is null
        group by i.section_id, e.custom_capacity, s.capacity
        order by i.section_id
    loop
        select count(*) into v_taken
        from tickets t
        where t.event_id = v_order.event_id and t.section_id = v_place.section_id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.event_id = v_order.event_id and i.section_id = v_place.section_id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.capacity then
            raise check_violation using
                message = format('section %s has %s places left, and %s are wanted',
                                 v_place.section_id, greatest(v_place.capacity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    for v_item in
        select i.seat_id, i.section_id from order_items i
        where i.order_id = p_order_id and i.seat_id is not null
        order by i.seat_id
    loop
        -- SE-INV-14: in one statement a hold is free, stale or one's own, or somebody else's.
        insert into seat_holds (organization_id, event_id, section_id, seat_id, order_id, expires_at)
        values (v_order.organization_id, v_order.event_id, v_item.section_id, v_item.seat_id, p_order_id, v_order.expires_at)
        on conflict (event_id, seat_id) do update set order_id = excluded.order_id, expires_at = excluded.expires_at
        where seat_holds.expires_at <= clock_timestamp() or seat_holds.order_id = excluded.order_id;
        if not found then
            raise unique_violation using
                message = format('seat %s is held for another order', v_item.seat_id),
                table = 'seat_holds',
                constraint = 'seat_holds_event_id_seat_id_key';
        end if;
    end loop;
end;
$$;

comment on function claim_places(uuid) is
    'Claims the places of a pending order until it expires: seats by holds (23505 where another has one), general admission by counting (23514).';

revoke all on function claim_places(uuid) from public;
