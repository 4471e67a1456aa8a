create function private.keep_owners_of_account() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if old.is_suspended or old.deleted_at is not null or not (new.is_suspended or new.deleted_at is not null) then
        return null;
    end if;
    -- In the order of their keys, so that whoever else goes through several of them does not wait crosswise.
    perform private.require_owner(o.tenant_id)
    from (
        select m.tenant_id
        from app.memberships m
        join app.tenants t on t.id = m.tenant_id and t.deleted_at is null
        where m.user_id = new.id and m.role = 'owner'
        order by m.tenant_id
    ) o;
    return null;
end;
$$;

comment on function private.keep_owners_of_account() is
    'Constraint trigger: refuses (23514) that the last owner of a tenant that is not closed is suspended, or closes their account.';

alter function private.keep_owners_of_account() owner to definer_writer;

revoke execute on function private.keep_owners_of_account() from public;
