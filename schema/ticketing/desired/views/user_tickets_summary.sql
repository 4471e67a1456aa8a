-- What buyers find under "my tickets".

-- Security invoker: the policies of the tables below decide what each reader sees.
create view user_tickets_summary with (security_invoker = true) as
select
    k.id as ticket_id,
    o.user_id,
    o.id as order_id,
    e.title as event_title,
    e.start_time as event_start_time,
    e.venue_name as venue,
    t.name as tier_name,
    k.ticket_code,
    k.status as ticket_status
from tickets k
join orders o on o.id = k.order_id
join ticket_tiers t on t.id = k.tier_id
join events e on e.id = k.event_id;

grant select on user_tickets_summary to ticket_app, ticket_jobs, ticket_admin;

comment on view user_tickets_summary is 'One row per ticket with its buyer, event and tier.';
comment on column user_tickets_summary.ticket_id is 'Key of the ticket.';
comment on column user_tickets_summary.user_id is 'Who bought it.';
comment on column user_tickets_summary.order_id is 'The order that it came with.';
comment on column user_tickets_summary.event_title is 'Name of the event.';
comment on column user_tickets_summary.event_start_time is 'When the event begins.';
comment on column user_tickets_summary.venue is 'Name of the place.';
comment on column user_tickets_summary.tier_name is 'Name of the tier.';
comment on column user_tickets_summary.ticket_code is 'Code printed on the ticket.';
comment on column user_tickets_summary.ticket_status is 'valid, used, cancelled, refunded or transferred.';
