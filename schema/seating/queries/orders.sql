-- SE-Q-05: what somebody has ordered, and the orders themselves.

-- name: order_history :many
-- Pages of 20. An order that is not paid has no tickets, and is listed all the same (SE-TRAP-14).
select o.id as order_id, o.created_at, o.total_amount, o.status, e.title as event_title, e.start_time,
    (select count(*) from tickets t where t.order_id = o.id) as ticket_count
from orders o
join events e on e.id = o.event_id and not e.deleted
join venues v on v.id = e.venue_id and not v.deleted
where o.user_id = :user_id and o.status in ('PAID', 'PENDING')
order by o.created_at desc, o.id desc
limit 20 offset :rows_before;

-- name: order_history_after :many
-- The page after an order that is known by its date and key; new orders move nothing (SE-TRAP-44).
select o.id as order_id, o.created_at, o.total_amount, o.status, e.title as event_title, e.start_time,
    (select count(*) from tickets t where t.order_id = o.id) as ticket_count
from orders o
join events e on e.id = o.event_id and not e.deleted
join venues v on v.id = e.venue_id and not v.deleted
where o.user_id = :user_id and o.status in ('PAID', 'PENDING') and (o.created_at, o.id) < (:created_at, :order_id)
order by o.created_at desc, o.id desc
limit 20;

-- name: place_order :one
select place_order(:event_id, :items, :platform_fee) as order_id;

-- name: start_payment :one
select start_payment(:order_id, :stripe_payment_intent_id) as payment_intent_id;

-- name: confirm_order :many
select c.ticket_id, c.qr_code from confirm_order(:order_id) c;

-- name: fail_order :exec
select fail_order(:order_id);
