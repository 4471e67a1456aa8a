create function order_lines(p_items jsonb) returns table (ticket_tier_id uuid, seat_id uuid)
language sql
immutable
set search_path = pg_catalog, public
begin atomic
    select (i.item ->> 'ticket_tier_id')::uuid, (i.item ->> 'seat_id')::uuid
    from jsonb_array_elements(p_items) as i (item)
    cross join generate_series(1, coalesce((i.item ->> 'quantity')::integer, 1));
end;

comment on function order_lines(jsonb) is
    'Reads [{"ticket_tier_id": uuid, "seat_id": uuid}, {"ticket_tier_id": uuid, "quantity": integer}, ...]; a row per ticket.';
