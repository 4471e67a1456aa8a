-- What policies ask about the caller. One answer for a whole statement, as an array that an index can be searched by (SB-INV-20).

-- Not SECURITY DEFINER: the caller's own view of documents is what counts.
create function private.sees_document(p_document_id uuid) returns boolean
language sql
stable
set search_path = ''
as $$
    select exists (select from app.documents d where d.id = p_document_id);
$$;

comment on function private.sees_document(uuid) is 'Whether the caller sees the document.';

revoke execute on function private.sees_document(uuid) from public;
grant execute on function private.sees_document(uuid) to authenticated;
