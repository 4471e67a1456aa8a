-- What people pick from: nothing that was put away.

-- name: list_clients :many
select c.id, c.company_name, c.contact_name, c.email, c.phone, c.portal_enabled
from clients c
where not c.is_archived
order by c.company_name, c.id;

-- name: list_tasks :many
select t.id, t.title, t.category, t.status, t.assigned_to, t.due_date, t.completed_at
from tasks t
where t.event_id = :event_id and not t.is_archived
order by t.due_date, t.id;

-- name: list_resources :many
select r.id, r.name, r.type, r.hourly_rate, r.quantity
from resources r
where r.is_available and not r.is_archived
order by r.type, r.name, r.id;

-- name: list_communications :many
select m.id, m.event_id, m.type, m.subject, m.contacted_at, m.follow_up_date, m.follow_up_completed
from communications m
where m.client_id = :client_id and not m.is_archived
order by m.contacted_at desc, m.id desc;

-- name: list_follow_ups :many
select m.id, m.client_id, m.event_id, m.subject, m.follow_up_date
from communications m
where m.follow_up_date is not null
    and m.follow_up_date <= :until::timestamptz
    and not m.follow_up_completed
    and not m.is_archived
order by m.follow_up_date, m.id;

-- name: use_verification_token :one
select use_verification_token(:identifier, :token) as is_good;
