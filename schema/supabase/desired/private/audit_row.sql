-- SECURITY DEFINER, so that nobody writes the log by hand (SB-TRAP-19); so current_user is not who acts, auth.uid() is
-- (SB-TRAP-20). The columns named last are left out: the tenant's admins read the log, but not private documents (SB-TRAP-36).
create function private.audit_row() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_old constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_new constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    v_row constant jsonb := coalesce(v_new, v_old);
    v_redacted constant text[] := coalesce(tg_argv[2:], '{}');
begin
    insert into audit.audit_log (
        tenant_id, actor, actor_role, action, table_name, row_id, old_row, new_row, changed_columns, request_id, trace_id
    )
    values (
        (v_row ->> tg_argv[0])::uuid, auth.uid(), private.acting_role(), tg_op, tg_table_name,
        (
            select string_agg(v_row ->> k.name, '/' order by k.place)
            from unnest(string_to_array(tg_argv[1], ',')) with ordinality k (name, place)
        ),
        v_old - v_redacted, v_new - v_redacted,
        case when tg_op = 'UPDATE' then array(
            select n.key from jsonb_each(v_new) n where v_old -> n.key is distinct from n.value order by n.key
        ) end,
        nullif(left(current_setting('request.id', true), 200), ''),
        nullif(left(current_setting('request.trace_id', true), 200), '')
    );
    return null;
end;
$$;

comment on function private.audit_row() is
    'Trigger: logs the row before and after. Arguments: the column with the tenant, the key''s columns with commas between, and each column to leave out.';

alter function private.audit_row() owner to definer_writer;

revoke execute on function private.audit_row() from public;
