create function book_resource(
    p_resource_id integer,
    p_event_id integer,
    p_task_id integer,
    p_start timestamptz,
    p_end timestamptz,
    p_quantity integer default 1
) returns integer
language sql
set search_path = pg_catalog, public
as $$
    insert into resource_schedule (resource_id, event_id, task_id, start_time, end_time, quantity)
    values (p_resource_id, p_event_id, p_task_id, p_start, p_end, p_quantity)
    returning id;
$$;

comment on function book_resource(integer, integer, integer, timestamptz, timestamptz, integer) is
    'Books a resource, and returns the key of the booking. 23P01: it is taken then; 23514: there are not so many, or the times are none. Repeat on 40P01.';
