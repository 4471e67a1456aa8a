-- How long events stayed in each status.

create view event_status_timeline as
select
    l.event_id,
    e.name as event_name,
    e.client_id,
    c.company_name,
    l.new_status as status,
    l.changed_at as entered_at,
    lead(l.changed_at) over steps as left_at,
    lead(l.changed_at) over steps - l.changed_at as duration
from event_status_log l
join events e on e.id = l.event_id
join clients c on c.id = e.client_id
window steps as (partition by l.event_id order by l.id);

grant select on event_status_timeline to catering_app, catering_scheduler, catering_readonly;

comment on view event_status_timeline is 'One row per status that an event has had, archived events included.';
comment on column event_status_timeline.event_id is 'The event.';
comment on column event_status_timeline.event_name is 'What it is called.';
comment on column event_status_timeline.client_id is 'Who asked for it.';
comment on column event_status_timeline.company_name is 'Name of that client.';
comment on column event_status_timeline.status is 'The status.';
comment on column event_status_timeline.entered_at is 'From when the event had it.';
comment on column event_status_timeline.left_at is 'Until when the event had it; null while it has.';
comment on column event_status_timeline.duration is 'left_at - entered_at; null while the event has the status.';
