create function place_order(
    p_event_id uuid, p_items jsonb, p_platform_fee numeric default 0, p_hold interval default '10 minutes'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_organization_id constant uuid := current_org_id();
    v_user_id constant uuid := current_app_user_id();
    v_order_id constant uuid := gen_random_uuid();
    v_lines bigint;
    v_found bigint;
    v_total numeric;
begin
    if v_organization_id is null or v_user_id is null then
        raise insufficient_privilege using
            message = 'an order is placed for an organisation and by an account',
            hint = 'Set app.org_id and app.user_id in the transaction.';
    end if;
    perform from events e
    join venues v on v.id = e.venue_id
    join organizations o on o.id = e.organization_id
    where e.id = p_event_id and e.organization_id = v_organization_id and e.status = 'PUBLISHED'
        and not e.deleted and not v.deleted and not o.deleted and o.status = 'ACTIVE';
    if not found then
        raise check_violation using message = format('event %s is not on sale', p_event_id);
    end if;
    select count(*), count(t.id), coalesce(sum(t.price), 0) into v_lines, v_found, v_total
    from order_lines(p_items) l
    left join (
        ticket_tiers t
        join event_sections e on e.event_id = t.event_id and e.section_id = t.section_id and e.is_active
        join sections s on s.id = t.section_id and not s.deleted
    ) on t.id = l.ticket_tier_id and t.event_id = p_event_id
        and tier_is_on_sale(t.is_active and not t.deleted, t.sale_start_time, t.sale_end_time, clock_timestamp());
    if v_lines = 0 or v_found <> v_lines then
        raise check_violation using
            message = format('%s of %s tickets that are wanted are not on sale for event %s',
                             v_lines - v_found, v_lines, p_event_id);
    end if;
    insert into orders (id, organization_id, user_id, event_id, total_amount, platform_fee, net_amount, expires_at)
    values (v_order_id, v_organization_id, v_user_id, p_event_id, v_total, p_platform_fee, v_total - p_platform_fee,
            clock_timestamp() + p_hold);
    insert into order_items (organization_id, order_id, event_id, section_id, ticket_tier_id, seat_id, price)
    select v_organization_id, v_order_id, p_event_id, t.section_id, t.id, l.seat_id, t.price
    from order_lines(p_items) l
    join ticket_tiers t on t.id = l.ticket_tier_id;
    perform claim_places(v_order_id);
    return v_order_id;
end;
$$;

comment on function place_order(uuid, jsonb, numeric, interval) is
    'Makes a pending order of app.user_id for an event of app.org_id, and claims its places for so long. Items as order_lines() reads them. Refused: 23514 not on sale or sold out, 23505 seat taken.';

revoke all on function place_order(uuid, jsonb, numeric, interval) from public;
grant execute on function place_order(uuid, jsonb, numeric, interval) to seat_app;
