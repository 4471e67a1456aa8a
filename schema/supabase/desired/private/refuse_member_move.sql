create function private.refuse_member_move() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if (new.tenant_id, new.user_id) is distinct from (old.tenant_id, old.user_id) then
        raise insufficient_privilege using
            message = 'a membership stays with its tenant and its user';
    end if;
    return new;
end;
$$;

comment on function private.refuse_member_move() is 'Trigger: refuses (42501) to give a membership to another tenant or user.';

revoke execute on function private.refuse_member_move() from public;
