create function private.document_state(p_document app.documents) returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(p_document) - 'search' - 'body'
        || jsonb_build_object('body_sha256', encode(sha256(convert_to(p_document.body, 'UTF8')), 'hex'));
$$;

comment on function private.document_state(app.documents) is
    'A document as events have it: all columns but search, and of the body its SHA-256.';

revoke execute on function private.document_state(app.documents) from public;
grant execute on function private.document_state(app.documents) to service_role, definer_writer;
