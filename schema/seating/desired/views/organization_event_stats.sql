-- What tenants read of the materialised views, which can have no policies (SE-TRAP-25).

create view organization_event_stats with (security_barrier = true) as
select s.event_id, s.title, s.start_time, s.total_orders, s.tickets_sold, s.gross_revenue, s.platform_fees, s.net_revenue,
    s.refreshed_at
from event_stats s
where s.organization_id = current_org_id() and (select is_staff());

grant select on organization_event_stats to seat_staff;

comment on view organization_event_stats is 'The rows of event_stats that are app.org_id''s, for those who work there.';
comment on column organization_event_stats.event_id is 'The event.';
comment on column organization_event_stats.title is 'Its name.';
comment on column organization_event_stats.start_time is 'When it begins.';
comment on column organization_event_stats.total_orders is 'Orders that are PAID.';
comment on column organization_event_stats.tickets_sold is 'Tickets that are VALID or USED.';
comment on column organization_event_stats.gross_revenue is 'Sum of those orders'' totals.';
comment on column organization_event_stats.platform_fees is 'Our fees within it.';
comment on column organization_event_stats.net_revenue is 'The organisation''s part of it.';
comment on column organization_event_stats.refreshed_at is 'When the figures were taken.';
