-- The schemas, and who may look into them. EXECUTE is kept from PUBLIC for all functions to come: by schema that cannot be said.

create schema auth authorization app_owner;
create schema app authorization app_owner;
create schema storage authorization app_owner;
create schema audit authorization app_owner;
create schema private authorization app_owner;

grant usage on schema auth to anon, authenticated, service_role, authenticator, definer_reader, definer_writer;
grant usage on schema app to anon, authenticated, service_role, definer_reader, definer_writer;
grant usage on schema storage to authenticated, service_role, definer_writer;
grant usage on schema audit to authenticated, service_role, definer_writer;
-- Policies and triggers call what is in it; nobody else needs to name it.
grant usage on schema private to definer_reader, definer_writer;

alter default privileges for role app_owner revoke execute on functions from public;
alter default privileges for role definer_reader revoke execute on functions from public;
alter default privileges for role definer_writer revoke execute on functions from public;

comment on schema auth is 'Accounts, and what the token of a caller says.';
comment on schema app is 'Tenants and their documents, and what happens to them.';
comment on schema storage is 'What is known of the files that lie in buckets.';
comment on schema audit is 'Who did what, and what was refused.';
comment on schema private is 'Helpers of policies and triggers; the API names none of them.';
