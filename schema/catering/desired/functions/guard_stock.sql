create function guard_stock() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_booked bigint;
begin
    if (new.quantity < old.quantity) is not true then
        return null;
    end if;
    v_booked := peak_booked(new.id, '-infinity', 'infinity');
    if v_booked > new.quantity then
        raise check_violation using
            message = format('bookings hold %s of resource %s at once, which is more than %s', v_booked, new.id, new.quantity),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return null;
end;
$$;

comment on function guard_stock() is
    'Trigger: refuses (23514) to leave fewer of some materials than are booked at once.';
