-- The audit log's writer.

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

-- current_setting('role') is what the session has SET, also within a SECURITY DEFINER function.
create function private.acting_role() returns text
language sql
stable
set search_path = ''
return coalesce(auth.jwt() ->> 'role', nullif(current_setting('role', true), 'none'), session_user::text);

comment on function private.acting_role() is 'As what the caller acts: the role of the token, else of the session.';

create function audit.record_act(p_action text, p_tenant_id uuid, p_about text, p_subject text, p_detail jsonb) returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id bigint;
begin
    if p_action not in ('LOGIN', 'ADMIN') then
        raise invalid_parameter_value using
            message = format('%s is written by triggers alone', p_action);
    end if;
    insert into audit.audit_log (tenant_id, actor, actor_role, action, table_name, row_id, new_row, request_id, trace_id)
    values (
        p_tenant_id, auth.uid(), private.acting_role(), p_action, p_about, p_subject, p_detail,
        nullif(left(current_setting('request.id', true), 200), ''),
        nullif(left(current_setting('request.trace_id', true), 200), '')
    )
    returning id into v_id;
    return v_id;
end;
$$;

comment on function audit.record_act(text, uuid, text, text, jsonb) is
    'For services: logs a LOGIN or an act of an administrator (ADMIN). Who acts is said by the claims, as ever.';

alter function private.audit_row() owner to definer_writer;
alter function audit.record_act(text, uuid, text, text, jsonb) owner to definer_writer;

revoke execute on function private.audit_row() from public;
revoke execute on function private.acting_role() from public;
revoke execute on function audit.record_act(text, uuid, text, text, jsonb) from public;

grant execute on function private.acting_role() to definer_writer, service_role;
grant execute on function audit.record_act(text, uuid, text, text, jsonb) to service_role;
