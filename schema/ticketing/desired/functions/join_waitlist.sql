create function join_waitlist(p_user_id uuid, p_event_id uuid, p_tier_id uuid default null) returns waitlist
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_place waitlist;
    v_position integer;
begin
    perform require_acting_user(p_user_id);

    -- TK-INV-11: whoever holds the counter's row gives out the next place.
    insert into waitlist_counters (event_id) values (p_event_id) on conflict (event_id) do nothing;
    select c.last_position + 1 into v_position from waitlist_counters c where c.event_id = p_event_id for update;

    select * into v_place
    from waitlist w
    where w.event_id = p_event_id and w.user_id = p_user_id and w.tier_id is not distinct from p_tier_id
    for update;
    if found and v_place.status in ('waiting', 'notified') then
        return v_place;
    end if;

    update waitlist_counters set last_position = v_position where event_id = p_event_id;
    if v_place.id is null then
        insert into waitlist (event_id, user_id, tier_id, position)
        values (p_event_id, p_user_id, p_tier_id, v_position)
        returning * into v_place;
    else
        -- Who comes back stands at the end (TK-TRAP-04).
        update waitlist
        set status = 'waiting', position = v_position,
            notified = false, notified_at = null, notification_expires_at = null
        where id = v_place.id
        returning * into v_place;
    end if;
    return v_place;
end;
$$;

comment on function join_waitlist(uuid, uuid, uuid) is
    'Puts a person into an event''s queue for one tier, or for any where it is null. Returns the place; the one held already where there is one.';

revoke all on function join_waitlist(uuid, uuid, uuid) from public;
grant execute on function join_waitlist(uuid, uuid, uuid) to ticket_app, ticket_admin;
