create function guard_lifecycle_transition() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if not format('%s>%s', old.lifecycle_state, new.lifecycle_state) = any (tg_argv) then
        raise check_violation using
            message = format('event %s cannot go from %s to %s', new.id, old.lifecycle_state, new.lifecycle_state),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function guard_lifecycle_transition() is
    'Trigger: allows the changes of lifecycle_state given as arguments, each written from>to, and no other (23514).';
