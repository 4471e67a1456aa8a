-- Security definer: rules hold whatever the writer may see.
create function ticket_seat_matches_section_type() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- SE-INV-05, SE-TRAP-28. That the seat is of this section is the foreign key's to say.
    if (select s.type = 'NUMBERED' from sections s where s.id = new.section_id) <> (new.seat_id is not null) then
        raise check_violation using
            message = case
                when new.seat_id is null then format('section %s is numbered: a seat is needed', new.section_id)
                else format('section %s is for general admission: no seat can be named', new.section_id)
            end,
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function ticket_seat_matches_section_type() is
    'Trigger: refuses (23514) a seat for general admission, and a numbered section without one.';
