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
