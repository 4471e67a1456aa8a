-- TK-Q-01: the events that can be bought now, soonest first.

-- name: browse_available_events :many
-- The key breaks ties, so that pages do not shift among events that begin together (TK-TRAP-35).
select v.event_id, v.title, v.slug, v.venue, v.start_time, v.min_price, v.max_price, v.total_quantity,
    v.tickets_available, v.tiers_count
from active_events_with_availability v
where v.tickets_available > 0
order by v.start_time, v.event_id
limit 20;
