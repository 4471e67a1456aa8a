-- For which organisation and for whom the session acts (SE-SEC-02).

create function current_app_user_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.user_id', true), '')::uuid;

comment on function current_app_user_id() is 'Account that the session acts for (setting app.user_id); null: a visitor.';
