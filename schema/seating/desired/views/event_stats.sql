-- Figures of events, for dashboards.

-- Orders and tickets are each summed up before they meet: joined first, an order counts once per ticket (SE-TRAP-06).
create materialized view event_stats as
with order_totals as (
    select o.event_id, count(*) as orders, sum(o.total_amount) as gross, sum(o.platform_fee) as fees, sum(o.net_amount) as net
    from orders o
    where o.status = 'PAID'
    group by o.event_id
), ticket_totals as (
    -- SE-TRAP-07
    select t.event_id, count(*) as tickets
    from tickets t
    where t.status in ('VALID', 'USED')
    group by t.event_id
)
select
    e.id as event_id,
    e.organization_id,
    e.title,
    e.start_time,
    coalesce(o.orders, 0) as total_orders,
    coalesce(t.tickets, 0) as tickets_sold,
    coalesce(o.gross, 0) as gross_revenue,
    coalesce(o.fees, 0) as platform_fees,
    coalesce(o.net, 0) as net_revenue,
    now() as refreshed_at
from events e
join venues v on v.id = e.venue_id and not v.deleted
join organizations g on g.id = e.organization_id and not g.deleted
left join order_totals o on o.event_id = e.id
left join ticket_totals t on t.event_id = e.id
where not e.deleted
with data;

-- SE-TRAP-23
create unique index idx_event_stats_event on event_stats (event_id);

grant select on event_stats to seat_jobs;

comment on materialized view event_stats is
    'One row per live event, as of the last refresh; zeros where nothing was sold. Of all organisations: tenants read organization_event_stats.';
comment on column event_stats.event_id is 'The event.';
comment on column event_stats.organization_id is 'Whose it is.';
comment on column event_stats.title is 'Its name.';
comment on column event_stats.start_time is 'When it begins.';
comment on column event_stats.total_orders is 'Orders that are PAID.';
comment on column event_stats.tickets_sold is 'Tickets that are VALID or USED.';
comment on column event_stats.gross_revenue is 'Sum of those orders'' totals.';
comment on column event_stats.platform_fees is 'Our fees within it.';
comment on column event_stats.net_revenue is 'The organisation''s part of it.';
comment on column event_stats.refreshed_at is 'When the figures were taken.';
