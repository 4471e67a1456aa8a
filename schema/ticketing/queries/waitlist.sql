-- TK-Q-05 to TK-Q-07: joining an event's queue, and the offers made to those in it.

-- name: join_waitlist :one
-- tier_id null: any tier. A second call returns the place held already (TK-TRAP-01, TK-TRAP-02).
select p.id, p.position, p.status
from join_waitlist(:user_id, :event_id, :tier_id) p;

-- name: pick_waitlist :many
-- For a job that sends by itself, in one transaction with mark_notified; offer_waitlist() does both.
-- Only w is locked, so that a person who edits their profile keeps their place (TK-TRAP-03).
select w.id as waitlist_id, w.user_id, u.email, u.first_name
from waitlist w
join users u on u.id = w.user_id and u.deleted_at is null
where w.event_id = :event_id
    and w.status = 'waiting'
    and not w.notified
    and (:tier_id::uuid is null or w.tier_id is null or w.tier_id = :tier_id::uuid)
    and not exists (
        -- One offer per person: of several places the first one counts (TK-TRAP-30).
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
                    and (:tier_id::uuid is null or other.tier_id is null or other.tier_id = :tier_id::uuid)
                )
            )
    )
order by w.position
limit :places
for update of w skip locked;

-- name: mark_notified :exec
-- waitlist_ids: what pick_waitlist returned, as uuid[].
update waitlist
set status = 'notified', notified = true, notified_at = now(), notification_expires_at = now() + interval '24 hours'
where id = any (:waitlist_ids::uuid[]);
