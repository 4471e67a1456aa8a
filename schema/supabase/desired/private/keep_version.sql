create function private.keep_version() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'UPDATE' and new.version = old.version then
        return null;
    end if;
    insert into app.document_versions (document_id, version, tenant_id, body, created_by)
    values (new.id, new.version, new.tenant_id, new.body, auth.uid());
    return null;
end;
$$;

comment on function private.keep_version() is 'Trigger: keeps the text of each version of a document.';

alter function private.keep_version() owner to definer_writer;

revoke execute on function private.keep_version() from public;
