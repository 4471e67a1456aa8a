-- On whose behalf the session acts.

-- The services say `set local app.current_user_id = '...'` in each transaction; empty and missing both mean nobody.
create function current_actor() returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.current_user_id', true), '')::integer;

comment on function current_actor() is 'Account that a service acts for (setting app.current_user_id); null: none.';
