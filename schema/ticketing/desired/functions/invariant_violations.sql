-- The rules that span rows and that no constraint can hold, asked of the data as they are.

create function invariant_violations() returns table (invariant text, subject uuid, expected numeric, actual numeric)
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select 'TK-INV-06', o.id, coalesce(sum(i.line_total), 0), o.subtotal
    from orders o
    left join order_items i on i.order_id = o.id
    group by o.id
    having o.subtotal <> coalesce(sum(i.line_total), 0)
    union all
    select 'TK-INV-07', t.id, count(k.id), t.sold
    from ticket_tiers t
    left join tickets k on k.tier_id = t.id and k.status not in ('cancelled', 'refunded')
    group by t.id
    having t.sold <> count(k.id)
    union all
    select 'reserved', t.id, coalesce(sum(r.quantity), 0), t.reserved
    from ticket_tiers t
    left join ticket_reservations r on r.tier_id = t.id and r.status = 'active'
    group by t.id
    having t.reserved <> coalesce(sum(r.quantity), 0)
    union all
    select 'TK-INV-08', e.id, e.capacity, sum(t.quantity)
    from events e
    join ticket_tiers t on t.event_id = e.id
    group by e.id
    having sum(t.quantity) > e.capacity
    union all
    select 'TK-INV-21', o.id, i.ordered, k.issued
    from orders o
    cross join lateral (
        select coalesce(sum(i.quantity), 0) as ordered from order_items i where i.order_id = o.id
    ) i
    cross join lateral (
        select count(*) as issued from tickets k where k.order_id = o.id
    ) k
    where o.status = 'paid' and i.ordered <> k.issued
    union all
    select 'refunds', p.order_id, sum(p.amount) filter (where p.type = 'charge'),
        sum(p.amount) filter (where p.type = 'refund')
    from payment_transactions p
    where p.status = 'succeeded'
    group by p.order_id
    having coalesce(sum(p.amount) filter (where p.type = 'refund'), 0)
        > coalesce(sum(p.amount) filter (where p.type = 'charge'), 0);
end;

comment on function invariant_violations() is
    'One row per rule that the data break: the rule, the order, tier or event, what it should have and what it has. Empty when all is well.';
