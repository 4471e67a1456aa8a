-- A cascade finds the document gone already.
create function private.refuse_version_loss() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if exists (select from app.documents d where d.id = old.document_id) then
        raise insufficient_privilege using
            message = 'a version of a document stays as long as the document';
    end if;
    return old;
end;
$$;

comment on function private.refuse_version_loss() is 'Trigger: refuses (42501) to delete a version but with its document.';

alter function private.refuse_version_loss() owner to definer_writer;

revoke execute on function private.refuse_version_loss() from public;
