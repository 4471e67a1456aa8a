-- TG-Q-01, TG-Q-02, TG-Q-11, TG-Q-15: lists of what is on. Events that were moved and have a new date are on, too
-- (TG-TRAP-24); occurrences that were called off are not.

-- name: list_upcoming_events_by_city :many
-- An occurrence without a venue of its own takes place at its event's (TG-TRAP-23).
with here as materialized (
    select p.id, p.name, p.city from places p where lower(p.city) = lower(:city)
), on_at as (
    select e.id, e.ulid, e.name, e.description, o.id as occurrence_id, o.start_time, o.end_time,
        h.name as venue_name, h.city
    from here h
    join event_occurrences o on o.venue_id = h.id
    join events e on e.id = o.event_id
    where o.start_time > now()
        and o.occurrence_status in ('scheduled', 'sold_out')
        and e.lifecycle_state in ('published', 'rescheduled')
    union all
    select e.id, e.ulid, e.name, e.description, o.id, o.start_time, o.end_time, h.name, h.city
    from here h
    join events e on e.primary_venue_id = h.id
    join event_occurrences o on o.event_id = e.id and o.venue_id is null
    where o.start_time > now()
        and o.occurrence_status in ('scheduled', 'sold_out')
        and e.lifecycle_state in ('published', 'rescheduled')
)
select a.id, a.ulid, a.name, a.description, a.start_time, a.end_time, a.venue_name, a.city
from on_at a
order by a.start_time, a.occurrence_id
limit :limit;

-- name: list_events_by_date_range :many
-- Pages go on after the last number seen, 0 for the first page.
select e.id, e.ulid, e.name, o.start_time, o.sequence_number
from event_occurrences o
join events e on e.id = o.event_id
where o.start_time between :from::timestamptz and :to::timestamptz
    and o.sequence_number > :after::bigint
    and o.occurrence_status in ('scheduled', 'sold_out')
    and e.lifecycle_state in ('published', 'rescheduled')
order by o.sequence_number
limit :limit;

-- name: list_upcoming_events :many
select e.id, e.ulid, e.name, o.start_time, o.local_start_date
from event_occurrences o
join events e on e.id = o.event_id
where o.start_time >= :from::timestamptz
    and o.occurrence_status in ('scheduled', 'sold_out')
    and e.lifecycle_state in ('published', 'rescheduled')
order by o.start_time, o.id
limit :limit;

-- name: filter_events :many
-- Each condition counts where its parameter is not null.
select e.id, e.ulid, e.name, e.lifecycle_state
from events e
where (:lifecycle_state::text is null or e.lifecycle_state = :lifecycle_state::text)
    and (
        :city::text is null
        or exists (
            select
            from places p
            where lower(p.city) = lower(:city::text)
                and (
                    p.id = e.primary_venue_id
                    or exists (select from event_occurrences o where o.event_id = e.id and o.venue_id = p.id)
                )
        )
    )
    and (
        :start_after::timestamptz is null
        or exists (
            select from event_occurrences o where o.event_id = e.id and o.start_time > :start_after::timestamptz
        )
    )
order by e.ulid;
