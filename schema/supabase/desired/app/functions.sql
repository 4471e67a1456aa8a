-- What callers do by function: where a statement of their own would be refused, or is easily written wrong.

-- INSERT .. RETURNING would be refused: the row cannot be read before its owner is a member (SB-TRAP-13).
create function app.create_tenant(p_name text, p_slug text) returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_id constant uuid := gen_random_uuid();
begin
    insert into app.tenants (id, name, slug, created_by) values (v_id, p_name, p_slug, auth.uid());
    return v_id;
end;
$$;

comment on function app.create_tenant(text, text) is 'Makes a tenant of which the caller is the owner; returns its id.';

-- An UPDATE of one's own would be refused: the row that it leaves is not to be seen any more (SB-TRAP-12).
create function app.soft_delete_document(p_document_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    update app.documents d
    set deleted_at = clock_timestamp()
    where d.id = p_document_id and d.deleted_at is null
        and (
            (d.owner_id = auth.uid() and private.tenant_role(d.tenant_id) >= private.role_rank('editor'))
            or (d.visibility <> 'private' and private.tenant_role(d.tenant_id) >= private.role_rank('admin'))
        );
    return found;
end;
$$;

comment on function app.soft_delete_document(uuid) is
    'Deletes a document that the caller owns, or that an admin of its tenant sees; false where there is none such.';

create function app.close_tenant(p_tenant_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    update app.tenants t
    set deleted_at = clock_timestamp()
    where t.id = p_tenant_id and private.tenant_role(t.id) >= private.role_rank('owner');
    return found;
end;
$$;

comment on function app.close_tenant(uuid) is
    'Closes a tenant that the caller owns: its rows stay, and nobody but services sees them. False where there is none such.';

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

-- Behind row security an index serves only what is leakproof, and @@ is not: a search as the caller would read all that
-- the caller may (SB-TRAP-28). This one says what the policies say; callers read what it finds under those all the same.
create function app.search_documents(p_tenant_id uuid, p_words text, p_limit integer default 100)
returns table (document_id uuid, rank real)
language sql
stable
security definer
rows 100
set search_path = ''
as $$
    select d.id, ts_rank(d.search, q.query)
    from app.documents d
    cross join websearch_to_tsquery('simple', p_words) q (query)
    where d.tenant_id = p_tenant_id and d.search @@ q.query
        and (select private.tenant_role(p_tenant_id)) >= 1
        and d.deleted_at is null and (d.visibility <> 'private' or d.owner_id = (select auth.uid()))
    order by 2 desc, 1
    limit least(p_limit, 100);
$$;

comment on function app.search_documents(uuid, text, integer) is
    'Documents of a tenant that the caller sees and that have the words, with their rank, the best first; 100 at most.';

alter function app.search_documents(uuid, text, integer) owner to definer_reader;
alter function app.soft_delete_document(uuid) owner to definer_writer;
alter function app.close_tenant(uuid) owner to definer_writer;
alter function app.accept_invitation(text) owner to definer_writer;

revoke execute on function app.create_tenant(text, text) from public;
revoke execute on function app.search_documents(uuid, text, integer) from public;
revoke execute on function app.soft_delete_document(uuid) from public;
revoke execute on function app.close_tenant(uuid) from public;
revoke execute on function app.accept_invitation(text) from public;

grant execute on function app.create_tenant(text, text) to authenticated;
grant execute on function app.search_documents(uuid, text, integer) to authenticated;
grant execute on function app.soft_delete_document(uuid) to authenticated;
grant execute on function app.close_tenant(uuid) to authenticated;
grant execute on function app.accept_invitation(text) to authenticated;
