-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).

create function private.role_rank(p_role text) returns integer
language sql
immutable
parallel safe
set search_path = ''
return case p_role when 'owner' then 4 when 'admin' then 3 when 'editor' then 2 when 'viewer' then 1 else 0 end;

comment on function private.role_rank(text) is 'Roles by what they may do: owner 4, admin 3, editor 2, viewer 1; 0 for any other word.';

revoke execute on function private.role_rank(text) from public;
grant execute on function private.role_rank(text) to authenticated, service_role, definer_reader, definer_writer;
