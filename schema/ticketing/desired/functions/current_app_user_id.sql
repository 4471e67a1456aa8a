-- The application says `set local app.user_id = '...'` in each transaction; empty and missing both mean nobody.
create function current_app_user_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.user_id', true), '')::uuid;

comment on function current_app_user_id() is 'Account that the application acts for (setting app.user_id); null: none.';
