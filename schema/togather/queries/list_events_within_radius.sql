-- TG-Q-08: what is on nearby.

-- name: list_events_within_radius :many
-- The box is what the index knows, and a little too large; the distance decides (TG-TRAP-42). Each event once.
with near as materialized (
    select p.id
    from places p
    where earth_point(p.latitude, p.longitude)
            <@ earth_box(earth_point(:latitude::double precision, :longitude::double precision), :metres::double precision)
        and earth_distance(
            earth_point(p.latitude, p.longitude)::earth,
            earth_point(:latitude::double precision, :longitude::double precision)::earth
        ) <= :metres::double precision
)
select e.*
from events e
where e.lifecycle_state in ('published', 'rescheduled')
    and exists (
        select
        from event_occurrences o
        where o.event_id = e.id
            and o.start_time > now()
            and o.occurrence_status in ('scheduled', 'sold_out')
            and coalesce(o.venue_id, e.primary_venue_id) in (select n.id from near n)
    )
order by e.ulid;
