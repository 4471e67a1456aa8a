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
