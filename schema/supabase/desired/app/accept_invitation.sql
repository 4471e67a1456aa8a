create function app.accept_invitation(p_token text) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_invitation app.invitations%rowtype;
    v_user constant uuid := auth.uid();
begin
    select i.* into v_invitation
    from app.invitations i
    where i.token_hash = encode(sha256(convert_to(p_token, 'UTF8')), 'hex')
        and i.accepted_at is null and i.expires_at > now() and not private.tenant_is_shut(i.tenant_id)
        and lower(i.email) = (select lower(u.email) from auth.users u where u.id = v_user)
    for update of i;
    if not found then
        raise no_data_found using
            message = 'there is no such invitation, or it is another''s, accepted or expired';
    end if;
    update app.invitations i set accepted_at = clock_timestamp() where i.id = v_invitation.id;
    insert into app.memberships (tenant_id, user_id, role)
    values (v_invitation.tenant_id, v_user, v_invitation.role)
    on conflict (tenant_id, user_id) do nothing;
    return v_invitation.tenant_id;
end;
$$;

comment on function app.accept_invitation(text) is
    'Makes the caller, whose address was invited, a member; returns the tenant. Refused (P0002) for anything else. Who is a member keeps their role.';

alter function app.accept_invitation(text) owner to definer_writer;

revoke execute on function app.accept_invitation(text) from public;
grant execute on function app.accept_invitation(text) to authenticated;
