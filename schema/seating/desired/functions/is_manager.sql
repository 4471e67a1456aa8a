-- For which organisation and for whom the session acts (SE-SEC-02).

-- Security definer: the policies of the memberships ask this function themselves.
create function is_manager() returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select is_staff() and exists (
        select from organization_members m
        where m.organization_id = current_org_id() and m.user_id = current_app_user_id() and m.role in ('OWNER', 'ADMIN')
    );
$$;

comment on function is_manager() is 'Whether that account may change what the organisation offers: its owners and administrators may.';
