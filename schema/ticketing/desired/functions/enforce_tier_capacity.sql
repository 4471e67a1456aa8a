create function enforce_tier_capacity() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- TK-INV-01. The check constraint says the same; this says which tier, and by how much.
    if new.sold + new.reserved > new.quantity then
        raise check_violation using
            message = format('tier %s cannot hold %s sold and %s reserved tickets of %s',
                             new.id, new.sold, new.reserved, new.quantity),
            table = tg_table_name,
            constraint = 'ticket_tiers_not_oversold';
    end if;
    return new;
end;
$$;

comment on function enforce_tier_capacity() is
    'Trigger: refuses (23514) a tier that has sold and reserved more than its quantity.';
