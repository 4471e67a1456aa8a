create function offer_waitlist(
    p_event_id uuid, p_tier_id uuid default null, p_limit integer default 1, p_now timestamptz default now()
) returns table (waitlist_id uuid, user_id uuid, email text, first_name text, offer_expires_at timestamptz)
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
#variable_conflict use_column
begin
    -- TK-INV-12: an offer that was let pass is over, and its ticket goes to the next.
    update waitlist w
    set status = 'expired'
    where w.id in (
        select o.id
        from waitlist o
        where o.event_id = p_event_id and o.status = 'notified' and o.notification_expires_at <= p_now
        order by o.id
        for update skip locked
    );

    return query
    with chosen as (
        select w.id, u.email::text as address, u.first_name as called
        from waitlist w
        join users u on u.id = w.user_id and u.deleted_at is null
        where w.event_id = p_event_id
            and w.status = 'waiting'
            -- Who waits for any tier takes this one too; without a tier everybody is meant (TK-TRAP-31).
            and (p_tier_id is null or w.tier_id is null or w.tier_id = p_tier_id)
            -- TK-TRAP-30: one offer per person. Of several places the first one counts, and none beside an open offer.
            and not exists (
                select
                from waitlist other
                where other.event_id = w.event_id
                    and other.user_id = w.user_id
                    and other.id <> w.id
                    and (
                        other.status = 'notified'
                        or (
                            other.status = 'waiting'
                            and other.position < w.position
                            and (p_tier_id is null or other.tier_id is null or other.tier_id = p_tier_id)
                        )
                    )
            )
        order by w.position
        limit p_limit
        -- TK-INV-13. Of w alone: a person who edits their profile keeps their place (TK-TRAP-03).
        for update of w skip locked
    ), offered as (
        update waitlist w
        set status = 'notified', notified = true, notified_at = p_now, notification_expires_at = p_now + interval '24 hours'
        from chosen c
        where w.id = c.id
        returning w.id, w.user_id, w.position, c.address, c.called, w.notification_expires_at as until
    ), queued as (
        insert into email_notifications (user_id, kind, waitlist_id, queued_at)
        select o.user_id, 'waitlist_offer', o.id, p_now from offered o
    )
    select o.id, o.user_id, o.address, o.called, o.until from offered o order by o.position;
end;
$$;

comment on function offer_waitlist(uuid, uuid, integer, timestamptz) is
    'Ends overdue offers of an event and makes new ones, good for 24 hours, to the next persons waiting. Returns them; their mail is queued.';

revoke all on function offer_waitlist(uuid, uuid, integer, timestamptz) from public;
grant execute on function offer_waitlist(uuid, uuid, integer, timestamptz) to ticket_jobs, ticket_admin;
