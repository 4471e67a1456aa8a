-- For which organisation and for whom the session acts (SE-SEC-02).

-- The application says `set local app.org_id = '...'` in each transaction; empty and missing both mean none, and none sees nothing.
create function current_org_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.org_id', true), '')::uuid;

comment on function current_org_id() is 'Organisation that the session acts for (setting app.org_id); null: none.';
