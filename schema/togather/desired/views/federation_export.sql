-- What may leave the node, as it is now.

create view federation_export as
select
    e.id,
    e.ulid,
    e.name,
    -- TG-INV-09, TG-RULE-07
    case when e.license_status = 'cc0' then e.description end as description,
    e.lifecycle_state,
    e.event_status,
    e.organizer_id,
    e.primary_venue_id,
    e.virtual_url,
    e.license_url,
    e.license_status,
    e.origin_node_id,
    e.federation_uri,
    e.updated_at
from events e
where e.lifecycle_state in ('published', 'postponed', 'rescheduled', 'cancelled', 'completed')
    and not e.takedown_requested;

grant select on federation_export to sel_app, sel_readonly;

comment on view federation_export is
    'One row per event that was published and is neither deleted nor to be taken down; without text that is not ours to give.';
comment on column federation_export.id is 'Key of the event on this node.';
comment on column federation_export.ulid is 'Public key.';
comment on column federation_export.name is 'Name.';
comment on column federation_export.description is 'Text about it; null unless it is CC0.';
comment on column federation_export.lifecycle_state is 'published, postponed, rescheduled, cancelled or completed.';
comment on column federation_export.event_status is 'Its status as an address of schema.org.';
comment on column federation_export.organizer_id is 'Who organises it; null where not known.';
comment on column federation_export.primary_venue_id is 'Where it takes place; null for online events.';
comment on column federation_export.virtual_url is 'Where it takes place online; null where it does not.';
comment on column federation_export.license_url is 'Licence of the text.';
comment on column federation_export.license_status is 'Kind of that licence: cc0, cc-by, proprietary or unknown.';
comment on column federation_export.origin_node_id is 'Node it comes from; null: this one.';
comment on column federation_export.federation_uri is 'Its address in the federation; null while it has none.';
comment on column federation_export.updated_at is 'When it last changed.';
