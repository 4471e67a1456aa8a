-- SB-INV-08: the second guard beside the policies, for whoever is let past them with a user's token (SB-TRAP-24).
create function private.refuse_own_promotion() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if new.user_id = auth.uid() and private.role_rank(new.role) > private.role_rank(old.role) then
        raise insufficient_privilege using
            message = format('nobody makes themselves %s', new.role);
    end if;
    return new;
end;
$$;

comment on function private.refuse_own_promotion() is 'Trigger: refuses (42501) that the caller raises their own role.';

alter function private.refuse_own_promotion() owner to definer_reader;

revoke execute on function private.refuse_own_promotion() from public;
