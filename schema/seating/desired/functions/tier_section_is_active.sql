create function tier_section_is_active() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- SE-INV-06. For share: who closes the section waits, and then finds this tier.
    perform from event_sections e
    where e.event_id = new.event_id and e.section_id = new.section_id and not e.is_active
    for share;
    if found then
        raise check_violation using
            message = format('section %s is closed for event %s', new.section_id, new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$$;

comment on function tier_section_is_active() is
    'Trigger: refuses (23514) a tier on offer in a section that its event has closed.';
