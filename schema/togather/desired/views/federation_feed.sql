-- What may leave the node, as it changed.

-- The outbox holds drafts, and texts that are not ours to give (TG-TRAP-32). What is known of an event now counts for all
-- that was said before: after a takedown nothing of it is told any more, but that it is gone.
create view federation_feed as
select
    c.sequence_number,
    c.event_id,
    case when t.is_gone then 'delete' else c.action end as action,
    case when not t.is_gone then c.changed_fields end as changed_fields,
    case
        when t.is_gone then t.identity
        else
            t.identity
            || (c.snapshot - array['id', 'description', 'source_payload', 'series_id', 'organizer_id', 'primary_venue_id',
                                   'origin_node_id', 'merged_into_id', 'occurrences', 'performers', 'takedown_requested',
                                   'dedup_hash', 'deleted_at', 'federation_uri'])
            || jsonb_build_object(
                'description', case
                    when c.snapshot ->> 'license_status' = 'cc0' and l.snapshot ->> 'license_status' = 'cc0'
                    then c.snapshot -> 'description'
                end,
                'place', place_reference((c.snapshot ->> 'primary_venue_id')::uuid),
                'occurrences', (
                    select coalesce(jsonb_agg(
                        (o.part - array['id', 'venue_id', 'sequence_number', 'created_at', 'updated_at'])
                        || jsonb_build_object('place', place_reference((o.part ->> 'venue_id')::uuid))
                        order by o.ordinality
                    ), '[]')
                    from jsonb_array_elements(coalesce(c.snapshot -> 'occurrences', '[]'))
                        with ordinality as o (part, ordinality)
                )
            )
    end as snapshot,
    c.changed_at,
    c.origin_node_id
from event_changes c
cross join lateral (
    select x.snapshot
    from event_changes x
    where x.event_id = c.event_id
    order by x.sequence_number desc
    limit 1
) l
left join federation_nodes n on n.id = c.origin_node_id
left join federation_nodes self on self.is_self
cross join lateral (
    select
        c.action = 'delete'
            or (c.snapshot ->> 'takedown_requested')::boolean
            or (l.snapshot ->> 'takedown_requested')::boolean as is_gone,
        jsonb_build_object(
            'ulid', c.snapshot -> 'ulid',
            'federation_uri', coalesce(
                c.snapshot ->> 'federation_uri',
                'https://' || self.node_domain || '/events/' || (c.snapshot ->> 'ulid')
            ),
            'origin_domain', coalesce(n.node_domain, self.node_domain)
        ) as identity
) t
-- Nobody outside has heard of drafts, and nobody does when they go.
where c.snapshot ->> 'lifecycle_state' <> 'draft'
    and exists (
        select
        from event_changes p
        where p.event_id = c.event_id
            and p.sequence_number <= c.sequence_number
            and p.snapshot ->> 'lifecycle_state' not in ('draft', 'deleted')
    );

grant select on federation_feed to sel_app, sel_readonly;

comment on view federation_feed is
    'One row per change that other nodes may know of, in the order of sequence_number. Needs the row of this node in federation_nodes.';
comment on column federation_feed.sequence_number is 'Place of the change; who has read up to one goes on after it.';
comment on column federation_feed.event_id is 'Key of the event on this node.';
comment on column federation_feed.action is 'create, update or delete; what the receiver does not have it makes, whichever of the first two it is.';
comment on column federation_feed.changed_fields is 'Columns that changed, occurrences or performers; null unless action is update.';
comment on column federation_feed.snapshot is
    'The event after the change, with ulid, federation_uri, origin_domain, its place and occurrences; for a delete the first three alone.';
comment on column federation_feed.changed_at is 'When the change was made.';
comment on column federation_feed.origin_node_id is 'Node that the event comes from, which is not told its own news; null: this one.';
