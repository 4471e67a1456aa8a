-- An UPDATE of one's own would be refused: the row that it leaves is not to be seen any more (SB-TRAP-12).
create function app.soft_delete_document(p_document_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    update app.documents d
    set deleted_at = clock_timestamp()
    where d.id = p_document_id and d.deleted_at is null
        and (
            (d.owner_id = auth.uid() and private.tenant_role(d.tenant_id) >= private.role_rank('editor'))
            or (d.visibility <> 'private' and private.tenant_role(d.tenant_id) >= private.role_rank('admin'))
        );
    return found;
end;
$$;

comment on function app.soft_delete_document(uuid) is
    'Deletes a document that the caller owns, or that an admin of its tenant sees; false where there is none such.';

alter function app.soft_delete_document(uuid) owner to definer_writer;

revoke execute on function app.soft_delete_document(uuid) from public;
grant execute on function app.soft_delete_document(uuid) to authenticated;
