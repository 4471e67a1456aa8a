-- What buyers browse.

-- Runs as its owner on purpose: everybody may browse, and it shows published events only.
create view active_events_with_availability with (security_barrier = true) as
select
    e.id as event_id,
    e.title,
    e.slug,
    e.venue_name as venue,
    e.start_time,
    t.min_price,
    t.max_price,
    t.total_quantity,
    t.tickets_available,
    t.tiers_count
from events e
cross join lateral (
    -- An event without tiers has nothing to sell, which is 0 and not null (TK-TRAP-28).
    select
        min(t.price) as min_price,
        max(t.price) as max_price,
        coalesce(sum(t.quantity), 0) as total_quantity,
        coalesce(sum(t.quantity - t.sold - t.reserved), 0) as tickets_available,
        count(*) as tiers_count
    from ticket_tiers t
    where t.event_id = e.id and tier_is_on_sale(t.is_active, t.sale_start_time, t.sale_end_time, now())
) t
where e.status = 'published' and e.deleted_at is null and e.start_time > now();

grant select on active_events_with_availability to ticket_app, ticket_readonly, ticket_jobs, ticket_admin;

comment on view active_events_with_availability is
    'One row per published event to come, with what its active tiers whose sale is open have left.';
comment on column active_events_with_availability.event_id is 'Key of the event.';
comment on column active_events_with_availability.title is 'Name of the event.';
comment on column active_events_with_availability.slug is 'Part of its page address.';
comment on column active_events_with_availability.venue is 'Name of the place.';
comment on column active_events_with_availability.start_time is 'When it begins.';
comment on column active_events_with_availability.min_price is 'Lowest price on sale; null where nothing is.';
comment on column active_events_with_availability.max_price is 'Highest price on sale; null where nothing is.';
comment on column active_events_with_availability.total_quantity is 'Tickets of the tiers on sale, sold ones included.';
comment on column active_events_with_availability.tickets_available is 'Tickets that can be bought now; 0 where nothing is on sale.';
comment on column active_events_with_availability.tiers_count is 'Number of tiers on sale.';
