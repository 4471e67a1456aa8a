create function cancel_ticket(p_ticket_id uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    if not is_staff() then
        raise insufficient_privilege using message = 'tickets are cancelled by the organisation''s staff';
    end if;
    update tickets t set status = 'CANCELLED'
    where t.id = p_ticket_id and t.organization_id = current_org_id() and t.status = 'VALID';
    return found;
end;
$$;

comment on function cancel_ticket(uuid) is
    'Cancels a valid ticket of one''s organisation; its place is free again. Returns whether there was one.';

revoke all on function cancel_ticket(uuid) from public;
grant execute on function cancel_ticket(uuid) to seat_staff;
