-- TK-Q-04: a buyer's valid tickets for events to come.

-- name: user_upcoming_tickets :many
select s.ticket_id, s.order_id, s.event_title, s.event_start_time, s.venue, s.tier_name, s.ticket_code, s.ticket_status
from user_tickets_summary s
where s.user_id = :user_id
    and s.ticket_status = 'valid'
    and s.event_start_time > now()
order by s.event_start_time, s.ticket_id;
