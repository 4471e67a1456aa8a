-- current_setting('role') is what the session has SET, also within a SECURITY DEFINER function.
create function private.acting_role() returns text
language sql
stable
set search_path = ''
return coalesce(auth.jwt() ->> 'role', nullif(current_setting('role', true), 'none'), session_user::text);

comment on function private.acting_role() is 'As what the caller acts: the role of the token, else of the session.';

revoke execute on function private.acting_role() from public;
grant execute on function private.acting_role() to definer_writer, service_role;
