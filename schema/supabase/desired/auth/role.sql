-- What the token of a caller says. The API puts it into request.jwt.claims, for one transaction.

create function auth.role() returns text
language sql
stable
set search_path = ''
return coalesce(auth.jwt() ->> 'role', 'anon');

comment on function auth.role() is 'The role that the token gives its bearer; anon where it says none.';

revoke execute on function auth.role() from public;
grant execute on function auth.role() to anon, authenticated, service_role, definer_reader, definer_writer;
