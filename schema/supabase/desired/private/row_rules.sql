-- Triggers that keep rows as they have to be.

create function private.set_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end;
$$;

comment on function private.set_updated_at() is 'Trigger: stamps the row with the time of the change.';

-- SB-INV-06: a policy cannot compare the row with what it was, and passes whoever is in both tenants (SB-TRAP-10, SB-TRAP-11).
create function private.refuse_move() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if new.tenant_id is distinct from old.tenant_id then
        raise insufficient_privilege using
            message = format('a row of %s stays with its tenant', tg_table_name);
    end if;
    return new;
end;
$$;

comment on function private.refuse_move() is 'Trigger: refuses (42501) to give a row to another tenant.';

create function private.refuse_member_move() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if (new.tenant_id, new.user_id) is distinct from (old.tenant_id, old.user_id) then
        raise insufficient_privilege using
            message = 'a membership stays with its tenant and its user';
    end if;
    return new;
end;
$$;

comment on function private.refuse_member_move() is 'Trigger: refuses (42501) to give a membership to another tenant or user.';

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    raise insufficient_privilege using
        message = format('%s on %s is refused: its rows stay as they were written', lower(tg_op), tg_table_name);
end;
$$;

comment on function private.refuse_change() is 'Trigger: refuses (42501) whatever fires it.';

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

revoke execute on function private.set_updated_at() from public;
revoke execute on function private.refuse_move() from public;
revoke execute on function private.refuse_member_move() from public;
revoke execute on function private.refuse_change() from public;
revoke execute on function private.refuse_version_loss() from public;
