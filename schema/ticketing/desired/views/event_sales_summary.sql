-- Sales figures per event.

-- Orders, tickets and tiers are each summed up before they meet: joined first, every order would count once per ticket.
create materialized view event_sales_summary as
with tier_totals as (
    select t.event_id, sum(t.quantity) as total_capacity, sum(t.reserved) as tickets_reserved,
        sum(t.quantity - t.sold - t.reserved) as tickets_available
    from ticket_tiers t
    group by t.event_id
), ticket_totals as (
    select k.event_id, count(*) as tickets_sold
    from tickets k
    where k.status in ('valid', 'used')
    group by k.event_id
), order_totals as (
    select o.event_id, count(*) as paid_orders, sum(o.total_amount) as gross_revenue, sum(o.service_fee) as fees,
        sum(o.tax) as tax, max(o.paid_at) as last_sale_at
    from orders o
    where o.status in ('paid', 'partially_refunded')
    group by o.event_id
), refund_totals as (
    select o.event_id, sum(p.amount) as refunds
    from payment_transactions p
    join orders o on o.id = p.order_id
    where p.type = 'refund' and p.status = 'succeeded'
    group by o.event_id
)
select
    e.id as event_id,
    e.title,
    e.promoter_id,
    e.start_time,
    coalesce(t.total_capacity, 0) as total_capacity,
    coalesce(k.tickets_sold, 0) as tickets_sold,
    coalesce(t.tickets_reserved, 0) as tickets_reserved,
    coalesce(t.tickets_available, 0) as tickets_available,
    coalesce(o.paid_orders, 0) as paid_orders,
    coalesce(o.gross_revenue, 0) as gross_revenue,
    coalesce(o.fees, 0) as fees,
    coalesce(o.tax, 0) as tax,
    coalesce(o.gross_revenue - o.fees - o.tax, 0) as net_revenue,
    coalesce(r.refunds, 0) as refunds,
    o.last_sale_at,
    coalesce(k.tickets_sold::numeric / nullif(t.total_capacity, 0), 0)::numeric(5, 4) as sell_through,
    now() as refreshed_at
from events e
left join tier_totals t on t.event_id = e.id
left join ticket_totals k on k.event_id = e.id
left join order_totals o on o.event_id = e.id
left join refund_totals r on r.event_id = e.id
where e.deleted_at is null
with data;

-- Over every row: a partial one would not do for refreshing concurrently (TK-TRAP-18).
create unique index idx_event_sales_summary_event on event_sales_summary (event_id);
create index idx_event_sales_summary_promoter on event_sales_summary (promoter_id);

grant select on event_sales_summary to ticket_readonly, ticket_jobs, ticket_admin;

comment on materialized view event_sales_summary is
    'One row per event that is not withdrawn, as of the last refresh; zeros where nothing was sold.';
comment on column event_sales_summary.event_id is 'Key of the event.';
comment on column event_sales_summary.title is 'Name of the event.';
comment on column event_sales_summary.promoter_id is 'Who publishes it.';
comment on column event_sales_summary.start_time is 'When it begins.';
comment on column event_sales_summary.total_capacity is 'Sum of the tiers'' quantities.';
comment on column event_sales_summary.tickets_sold is 'Tickets that are valid or used.';
comment on column event_sales_summary.tickets_reserved is 'Tickets held by active reservations.';
comment on column event_sales_summary.tickets_available is 'Tickets neither sold nor reserved, on sale or not.';
comment on column event_sales_summary.paid_orders is 'Orders that are paid, partly refunded ones included.';
comment on column event_sales_summary.gross_revenue is 'Sum of those orders'' totals, before refunds.';
comment on column event_sales_summary.fees is 'Our fees within it.';
comment on column event_sales_summary.tax is 'Tax within it.';
comment on column event_sales_summary.net_revenue is 'gross_revenue - fees - tax.';
comment on column event_sales_summary.refunds is 'What was paid back, of whatever order.';
comment on column event_sales_summary.last_sale_at is 'When the last of those orders was paid; null where there is none.';
comment on column event_sales_summary.sell_through is 'tickets_sold / total_capacity, from 0 to 1 with four decimals.';
comment on column event_sales_summary.refreshed_at is 'When the figures were taken.';
