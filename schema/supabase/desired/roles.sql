-- Who owns, who calls, who logs in. Nobody bypasses row security: what has to see more has a policy that says so.

-- What the tokens of callers stand for; nobody logs in as one of these.
create role anon nologin;
create role authenticated nologin;
create role service_role nologin;

-- What owns the tables; row security is forced on it.
create role app_owner nologin;

-- What SECURITY DEFINER functions run as: one reads memberships for policies, one writes what triggers write (SB-TRAP-37, SB-TRAP-38).
create role definer_reader nologin;
create role definer_writer nologin;

-- The logins. One cannot become what the other is, whatever SQL it is made to send (SB-TRAP-05).
create role authenticator login noinherit;
create role service_login login noinherit;
create role migrator login noinherit;

grant anon, authenticated to authenticator;
grant service_role to service_login;
grant app_owner to migrator;
grant definer_reader to migrator;
grant definer_writer to migrator;
-- Health functions count other roles' sessions, whose states are hidden otherwise.
grant pg_monitor to service_role;

-- SB-RULE-09. Of a role that is SET only the login's settings count, so they stand at the logins.
alter role authenticator set statement_timeout = '5s';
alter role authenticator set lock_timeout = '2s';
alter role authenticator set idle_in_transaction_session_timeout = '10s';
alter role service_login set statement_timeout = '60s';
alter role service_login set lock_timeout = '5s';
alter role service_login set idle_in_transaction_session_timeout = '60s';

comment on role anon is 'Callers without a token that names them.';
comment on role authenticated is 'Callers whose token names a user.';
comment on role service_role is 'Back-end jobs, for all tenants.';
comment on role app_owner is 'Owns the tables, and is held to their row security.';
comment on role definer_reader is 'Runs the functions that policies ask.';
comment on role definer_writer is 'Runs what triggers and functions write for callers who may not.';
comment on role authenticator is 'Login of the API: becomes anon or authenticated in each transaction.';
comment on role service_login is 'Login of back-end jobs: becomes service_role.';
comment on role migrator is 'Login that applies migrations.';
