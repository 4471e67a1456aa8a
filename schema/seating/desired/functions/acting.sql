-- For which organisation and for whom the session acts (SE-SEC-02).

-- The application says `set local app.org_id = '...'` in each transaction; empty and missing both mean none, and none sees nothing.
create function current_org_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.org_id', true), '')::uuid;

comment on function current_org_id() is 'Organisation that the session acts for (setting app.org_id); null: none.';

create function current_app_user_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.user_id', true), '')::uuid;

comment on function current_app_user_id() is 'Account that the session acts for (setting app.user_id); null: a visitor.';

-- Security definer, here and below: the policies of the memberships ask these functions themselves.
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
