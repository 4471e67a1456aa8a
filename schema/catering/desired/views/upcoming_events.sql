-- What is ahead.

create view upcoming_events as
select
    e.id as event_id,
    e.name as event_name,
    e.event_date,
    e.start_time,
    e.end_time,
    e.location,
    e.estimated_attendees,
    e.status,
    e.client_id,
    c.company_name,
    c.contact_name,
    c.email as client_email,
    c.phone as client_phone
from events e
join clients c on c.id = e.client_id
where not e.is_archived and e.event_date >= now();

grant select on upcoming_events to catering_app, catering_scheduler, catering_readonly;

comment on view upcoming_events is 'One row per event to come that is not archived, with whom to call about it.';
comment on column upcoming_events.event_id is 'The event.';
comment on column upcoming_events.event_name is 'What it is called.';
comment on column upcoming_events.event_date is 'The moment for which it is planned.';
comment on column upcoming_events.start_time is 'When it begins; null while not settled.';
comment on column upcoming_events.end_time is 'When it ends; null while not settled.';
comment on column upcoming_events.location is 'Where it takes place; null while not settled.';
comment on column upcoming_events.estimated_attendees is 'How many people are expected; null while not known.';
comment on column upcoming_events.status is 'How far it is.';
comment on column upcoming_events.client_id is 'Who asked for it.';
comment on column upcoming_events.company_name is 'Name of that client.';
comment on column upcoming_events.contact_name is 'Whom to speak with there.';
comment on column upcoming_events.client_email is 'Address of that person.';
comment on column upcoming_events.client_phone is 'Number of that person; null where not known.';
