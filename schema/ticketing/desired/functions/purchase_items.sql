create function purchase_items(p_items jsonb) returns table (tier_id uuid, quantity integer)
language sql
immutable
set search_path = pg_catalog, public
begin atomic
    select (i.item ->> 'tier_id')::uuid, sum((i.item ->> 'quantity')::integer)::integer
    from jsonb_array_elements(p_items) as i (item)
    group by 1;
end;

comment on function purchase_items(jsonb) is
    'Reads [{"tier_id": uuid, "quantity": integer}, ...]; a tier named twice is one row.';
