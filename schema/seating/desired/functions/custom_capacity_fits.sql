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
