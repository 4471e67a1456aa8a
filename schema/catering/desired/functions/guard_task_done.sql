-- When a task was done.

create function guard_task_done() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    if new.status = 'completed' then
        new.completed_at := coalesce(new.completed_at, clock_timestamp());
    else
        new.completed_at := null;
    end if;
    return new;
end;
$$;

comment on function guard_task_done() is
    'Trigger, for tasks whose status changes: fills in completed_at where it is not given, or clears it.';
