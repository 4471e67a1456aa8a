-- Security definer: it locks rows that who books may only read.
create function refuse_archived_booking() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_archived boolean;
begin
    -- CA-INV-07: whoever archives the event or task waits for this booking, and then releases it too.
    select e.is_archived into v_archived from events e where e.id = new.event_id for share;
    if v_archived then
        raise check_violation using
            message = format('event %s is archived, and cannot hold resources', new.event_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    select t.is_archived into v_archived from tasks t where t.id = new.task_id for share;
    if v_archived then
        raise check_violation using
            message = format('task %s is archived, and cannot hold resources', new.task_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$$;

comment on function refuse_archived_booking() is
    'Trigger: refuses (23514) a live booking for an event or task that is archived.';
