create function guard_event_history() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- Knowledge ends; it is never changed afterwards.
    if to_jsonb(new) - 'system_period' <> to_jsonb(old) - 'system_period'
        or not upper_inf(old.system_period)
        or upper_inf(new.system_period)
        or lower(new.system_period) is distinct from lower(old.system_period)
    then
        raise insufficient_privilege using
            message = format('row %s of event_history can only be closed, once', old.history_id),
            table = tg_table_name;
    end if;
    return new;
end;
$$;

comment on function guard_event_history() is
    'Trigger: refuses (42501) every change of event_history but the end of an open system_period.';
