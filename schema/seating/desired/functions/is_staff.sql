-- For which organisation and for whom the session acts (SE-SEC-02).

-- Security definer: the policies of the memberships ask this function themselves.
create function is_staff() returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select exists (
        select from organization_members m
        join organizations o on o.id = m.organization_id
        join users u on u.id = m.user_id
        where m.organization_id = current_org_id() and m.user_id = current_app_user_id()
            and not o.deleted and not u.deleted
    );
$$;

comment on function is_staff() is 'Whether the account that the session acts for works for the organisation that it acts for.';
