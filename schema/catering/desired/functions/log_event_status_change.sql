-- The history of each event's status.

-- Security definer: nobody else may write the log.
create function log_event_status_change() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- CA-TRAP-27: a job that acts for nobody still leaves its row. CA-INV-05: the clock, for now() of who waited for
    -- the row is before the change that was waited for.
    insert into event_status_log (event_id, old_status, new_status, changed_by, changed_at, notes)
    values (
        new.id,
        case when tg_op = 'UPDATE' then old.status end,
        new.status,
        coalesce(current_actor(), case when tg_op = 'INSERT' then new.created_by end),
        clock_timestamp(),
        nullif(current_setting('app.status_notes', true), '')
    );
    return null;
end;
$$;

revoke execute on function log_event_status_change() from public;

comment on function log_event_status_change() is
    'Trigger: writes the row of event_status_log for a new event or a new status; its notes come from the setting app.status_notes.';
