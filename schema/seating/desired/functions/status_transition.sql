-- The state machines of events, orders and tickets.

create function enforce_status_transition() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if not format('%s>%s', old.status, new.status) = any (tg_argv) then
        raise check_violation using
            message = format('%s %s cannot go from %s to %s', tg_table_name, new.id, old.status, new.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function enforce_status_transition() is
    'Trigger: allows the changes of status given as arguments, each written from>to, and no other (23514).';
