create function follow_source_license() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- TG-TRAP-46: what came from elsewhere is not ours to give away.
    update events e
    set license_status = s.license, license_url = coalesce(s.license_url, license_url_of(s.license))
    from sources s
    where e.id = new.event_id and s.id = new.source_id and e.license_status = 'cc0' and s.license <> 'cc0';
    return null;
end;
$$;

comment on function follow_source_license() is
    'Trigger: an event that claims CC0 takes over the licence of a source that does not give its data away.';
