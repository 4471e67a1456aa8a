-- TK-Q-03: buy tickets of one event.

-- name: purchase_tickets :one
-- One statement, one transaction: the function locks the tiers in the order of their ids and leaves everything or nothing.
-- items: [{"tier_id": "...", "quantity": 2}, ...]. On 40P01 or 40001 repeat with the same idempotency key.
select purchase_tickets(:user_id, :event_id, :items, :idempotency_key, :service_fee, :tax) as order_id;
