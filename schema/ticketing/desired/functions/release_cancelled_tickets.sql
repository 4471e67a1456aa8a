create function release_cancelled_tickets() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_tier record;
begin
    -- TK-TRAP-32: a ticket that is given back is for sale again.
    for v_tier in
        select o.tier_id, count(*)::integer as given_back
        from old_tickets o
        join new_tickets n on n.id = o.id
        where o.status in ('valid', 'used') and n.status in ('cancelled', 'refunded')
        group by o.tier_id
        order by o.tier_id
    loop
        update ticket_tiers set sold = greatest(sold - v_tier.given_back, 0) where id = v_tier.tier_id;
    end loop;
    return null;
end;
$$;

comment on function release_cancelled_tickets() is
    'Trigger: lowers a tier''s sold by the tickets that a statement cancelled or refunded, never below 0.';
