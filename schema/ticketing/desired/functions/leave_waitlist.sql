create function leave_waitlist(p_user_id uuid, p_event_id uuid) returns setof uuid
language sql
security definer
set search_path = pg_catalog, public
begin atomic
    select require_acting_user(p_user_id);
    update waitlist
    set status = 'left'
    where event_id = p_event_id and user_id = p_user_id and status in ('waiting', 'notified')
    returning id;
end;

comment on function leave_waitlist(uuid, uuid) is
    'Gives up all places of a person in an event''s queue, with the offers made for them. Returns the places.';

revoke all on function leave_waitlist(uuid, uuid) from public;
grant execute on function leave_waitlist(uuid, uuid) to ticket_app, ticket_admin;
