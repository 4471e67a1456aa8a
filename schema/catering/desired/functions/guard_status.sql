-- The state machines of events and tasks.

create function guard_status() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if old.is_archived then
        raise check_violation using
            message = format('%s %s is archived, and stays %s', tg_table_name, new.id, old.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    -- CA-TRAP-26: what is not listed is refused.
    if not format('%s>%s', old.status, new.status) = any (tg_argv) then
        raise check_violation using
            message = format('%s %s cannot go from %s to %s', tg_table_name, new.id, old.status, new.status),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function guard_status() is
    'Trigger: allows the changes of status given as arguments, each written from>to, and no other (23514); none in archived rows.';
