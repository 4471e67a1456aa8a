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

alter function audit.record_act(text, uuid, text, text, jsonb) owner to definer_writer;

revoke execute on function audit.record_act(text, uuid, text, text, jsonb) from public;
grant execute on function audit.record_act(text, uuid, text, text, jsonb) to service_role;
