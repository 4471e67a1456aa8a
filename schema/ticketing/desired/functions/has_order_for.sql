-- Security definer: policies of one table that read another under its own policies would go in circles.
create function has_order_for(p_event_id uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select exists (select from orders o where o.event_id = p_event_id and o.user_id = current_app_user_id());
$$;

comment on function has_order_for(uuid) is 'Whether the account that the application acts for ever ordered for the event.';
