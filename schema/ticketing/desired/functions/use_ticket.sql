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
