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

revoke execute on function app.create_tenant(text, text) from public;
grant execute on function app.create_tenant(text, text) to authenticated;
