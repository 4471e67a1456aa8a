-- The outbox: each change of an event leaves one row in event_changes, in the order in which changes are committed.

create function event_parts(p_event_id uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select jsonb_build_object(
        'occurrences', (
            select coalesce(jsonb_agg(to_jsonb(o) - 'event_id' order by o.start_time, o.id), '[]')
            from event_occurrences o
            where o.event_id = p_event_id
        ),
        'performers', (
            select coalesce(jsonb_agg(to_jsonb(p) - 'event_id' order by p.performance_order, p.person_id, p.role), '[]')
            from event_performers p
            where p.event_id = p_event_id
        )
    );
end;

comment on function event_parts(uuid) is
    'An object with the occurrences and performers of an event, as they are in their tables, in a fixed order.';
