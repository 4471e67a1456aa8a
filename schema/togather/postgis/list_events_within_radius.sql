-- TG-Q-08 over places.location, on a server that has PostGIS.

-- name: list_events_within_radius_of_point :many
select e.*
from events e
where e.lifecycle_state in ('published', 'rescheduled')
    and exists (
        select
        from event_occurrences o
        join places p on p.id = coalesce(o.venue_id, e.primary_venue_id)
        where o.event_id = e.id
            and o.start_time > now()
            and o.occurrence_status in ('scheduled', 'sold_out')
            and st_dwithin(p.location, st_setsrid(st_makepoint(:longitude, :latitude), 4326)::geography, :metres)
    )
order by e.ulid;
