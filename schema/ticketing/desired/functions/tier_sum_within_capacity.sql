-- Security definer: it locks an event that the writer of a tier may not be allowed to lock.
create function tier_sum_within_capacity() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_event_id constant uuid := to_jsonb(new) ->> tg_argv[0];
    v_capacity integer;
    v_quantity bigint;
begin
    -- TK-INV-08. Without the lock two transactions each see only their own tier (TK-TRAP-26). No key update rather
    -- than update: both already hold the event's key through their foreign key, and would wait for each other.
    select e.capacity into v_capacity from events e where e.id = v_event_id for no key update;
    select coalesce(sum(t.quantity), 0) into v_quantity from ticket_tiers t where t.event_id = v_event_id;
    if v_quantity > v_capacity then
        raise check_violation using
            message = format('event %s holds %s people, and its tiers offer %s tickets',
                             v_event_id, v_capacity, v_quantity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$$;

comment on function tier_sum_within_capacity() is
    'Trigger: refuses (23514) tiers that offer more than their event''s capacity. Argument: the column that holds the event''s key.';
