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

revoke execute on function private.refuse_move() from public;
