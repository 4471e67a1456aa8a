-- TK-Q-02: what an event's open tiers have left.

-- name: tier_availability :many
select t.id, t.name, t.price, t.quantity, t.sold, t.reserved, t.quantity - t.sold - t.reserved as available
from ticket_tiers t
where t.event_id = :event_id
    -- Said plainly and not only within tier_is_on_sale(), so that the partial index fits.
    and t.is_active
    and tier_is_on_sale(t.is_active, t.sale_start_time, t.sale_end_time, clock_timestamp())
order by t.position, t.price, t.id;
