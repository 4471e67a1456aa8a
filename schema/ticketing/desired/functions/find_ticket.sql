-- At the door.

create function find_ticket(p_ticket_code text)
returns table (
    ticket_id uuid, event_title text, venue_name text, start_time timestamptz, tier_name text, status text
)
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select k.id, e.title, e.venue_name, e.start_time, t.name, k.status
    from tickets k
    join ticket_tiers t on t.id = k.tier_id
    join events e on e.id = k.event_id
    where k.ticket_code = upper(p_ticket_code);
end;

comment on function find_ticket(text) is 'What a ticket code stands for, in whatever case it is typed; no row where there is none.';

create function use_ticket(p_ticket_code text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    update tickets k
    set status = 'used', used_at = clock_timestamp()
    from orders o
    where k.ticket_code = upper(p_ticket_code)
        and k.status = 'valid'
        and o.id = k.order_id
        and o.status in ('paid', 'partially_refunded');
    return found;
end;
$$;

comment on function use_ticket(text) is
    'Lets the holder of a valid, paid ticket in. Returns whether there was one; a second call for the same code returns false.';

revoke all on function use_ticket(text) from public;
grant execute on function use_ticket(text) to ticket_jobs, ticket_admin;
