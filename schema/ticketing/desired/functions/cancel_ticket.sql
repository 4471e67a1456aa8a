create function cancel_ticket(p_ticket_id uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_acting_user(o.user_id)
    from tickets t
    join orders o on o.id = t.order_id
    where t.id = p_ticket_id;
    update tickets set status = 'cancelled' where id = p_ticket_id and status = 'valid';
    return found;
end;
$$;

comment on function cancel_ticket(uuid) is 'Gives up a valid ticket, without its money. Returns whether there was one.';

revoke all on function cancel_ticket(uuid) from public;
grant execute on function cancel_ticket(uuid) to ticket_app, ticket_admin;
