create function close_tiers_of_section() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    update ticket_tiers t set is_active = false
    where t.event_id = new.event_id and t.section_id = new.section_id and t.is_active;
    return null;
end;
$$;

comment on function close_tiers_of_section() is 'Trigger: a section that is closed for an event takes its tiers off the offer.';
