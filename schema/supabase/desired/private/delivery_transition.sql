-- The way of a delivery: what arrived or was given up is not tried again.

create function private.delivery_transition() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if old.status not in ('pending', 'failed') or new.status = 'pending' then
        raise check_violation using
            message = format('a delivery does not go from %s to %s', old.status, new.status);
    end if;
    return new;
end;
$$;

comment on function private.delivery_transition() is
    'Trigger: pending and failed go to failed, delivered or dead, and nothing else (23514).';

revoke execute on function private.delivery_transition() from public;
