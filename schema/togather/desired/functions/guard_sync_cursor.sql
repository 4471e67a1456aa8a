create function guard_sync_cursor() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if new.last_sync_cursor is null or new.last_sync_cursor < old.last_sync_cursor then
        raise check_violation using
            message = format('the cursor of %s cannot go back from %s', new.node_domain, old.last_sync_cursor),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function guard_sync_cursor() is 'Trigger: refuses (23514) a sync cursor that goes back.';
