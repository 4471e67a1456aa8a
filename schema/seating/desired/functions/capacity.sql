-- How many people a section takes at an event, kept for every way of writing tickets and capacities.

-- Once per statement, over what it inserted: rows one by one would count the same tickets over and over.
create function general_admission_guard() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_place record;
    v_capacity integer;
    v_sold bigint;
begin
    for v_place in
        select distinct n.event_id, n.section_id
        from new_tickets n
        join sections s on s.id = n.section_id
        where s.type = 'GENERAL' and n.status in ('VALID', 'USED')
        order by n.event_id, n.section_id
    loop
        -- SE-INV-07, SE-TRAP-26: one sale after the other. No key update: sales of other tiers hold the key already.
        perform from event_sections e
        where e.event_id = v_place.event_id and e.section_id = v_place.section_id
        for no key update;
        select coalesce(e.custom_capacity, s.capacity) into v_capacity
        from event_sections e
        join sections s on s.id = e.section_id
        where e.event_id = v_place.event_id and e.section_id = v_place.section_id;
        select count(*) into v_sold
        from tickets t
        where t.event_id = v_place.event_id and t.section_id = v_place.section_id and t.status in ('VALID', 'USED');
        if v_sold > v_capacity then
            raise check_violation using
                message = format('section %s takes %s people at event %s, not %s',
                                 v_place.section_id, v_capacity, v_place.event_id, v_sold),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end loop;
    return null;
end;
$$;

comment on function general_admission_guard() is
    'Trigger: refuses (23514) tickets that take a section for general admission above what it holds at the event.';

create function custom_capacity_fits() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_type text;
    v_capacity integer;
    v_sold bigint;
begin
    -- SE-INV-21. For share: the section's own capacity waits until this is decided.
    select s.type, s.capacity into v_type, v_capacity from sections s where s.id = new.section_id for share;
    if new.custom_capacity > v_capacity then
        raise check_violation using
            message = format('section %s holds %s, not %s', new.section_id, v_capacity, new.custom_capacity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    if tg_op = 'UPDATE' and v_type = 'GENERAL' then
        select count(*) into v_sold
        from tickets t
        where t.event_id = old.event_id and t.section_id = old.section_id and t.status in ('VALID', 'USED');
        if v_sold > coalesce(new.custom_capacity, v_capacity) then
            raise check_violation using
                message = format('section %s has sold %s tickets for event %s already',
                                 new.section_id, v_sold, new.event_id),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end if;
    return null;
end;
$$;

comment on function custom_capacity_fits() is
    'Trigger: refuses (23514) a capacity for an event above the section''s own, or below what is sold.';

create function section_capacity_fits() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_event record;
    v_sold bigint;
begin
    -- SE-INV-21 from the other side. Locked in one order, and before counting: sales hold the same rows.
    for v_event in
        select e.event_id, e.custom_capacity
        from event_sections e
        where e.section_id = new.id
        order by e.event_id
        for no key update
    loop
        select count(*) into v_sold
        from tickets t
        where t.event_id = v_event.event_id and t.section_id = new.id and t.status in ('VALID', 'USED')
            and new.type = 'GENERAL' and v_event.custom_capacity is null;
        if greatest(v_event.custom_capacity, v_sold) > new.capacity then
            raise check_violation using
                message = format('section %s needs to hold %s people at event %s',
                                 new.id, greatest(v_event.custom_capacity, v_sold), v_event.event_id),
                table = tg_table_name,
                constraint = tg_name;
        end if;
    end loop;
    return new;
end;
$$;

comment on function section_capacity_fits() is
    'Trigger: refuses (23514) a capacity of a section below what one of its events was promised or has sold.';
