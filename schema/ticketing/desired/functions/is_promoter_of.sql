-- Security definer: policies of one table that read another under its own policies would go in circles.
create function is_promoter_of(p_event_id uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select exists (select from events e where e.id = p_event_id and e.promoter_id = current_promoter_id());
$$;

comment on function is_promoter_of(uuid) is 'Whether the account that the application acts for publishes the event.';
