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
