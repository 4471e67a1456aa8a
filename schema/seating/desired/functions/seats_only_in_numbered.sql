-- A section's type never changes (sections_type_stays), so that it is read without a lock.
-- Security definer: rules hold whatever the writer may see.
create function seats_only_in_numbered() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- SE-INV-04
    if (select s.type from sections s where s.id = new.section_id) <> 'NUMBERED' then
        raise check_violation using
            message = format('section %s is for general admission, and has no seats', new.section_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$$;

comment on function seats_only_in_numbered() is 'Trigger: refuses (23514) a seat in a section that is not NUMBERED.';
