-- Security definer: whoever changes a watched row writes the log, and nobody can write it by hand.
create function record_audit() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_old constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password_hash' end;
    v_new constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password_hash' end;
begin
    insert into audit_logs (actor_user_id, action, entity, entity_id, old_data, new_data, ip)
    values (
        current_app_user_id(), lower(tg_op), tg_table_name, (coalesce(v_new, v_old) ->> 'id')::uuid,
        v_old, v_new, inet_client_addr()
    );
    return null;
end;
$$;

comment on function record_audit() is 'Trigger: writes the row before and after, without password_hash, to audit_logs.';
