-- SB-INV-11: an event holds what changed. The text itself is kept once, as a version; the event has its hash.
create function private.document_event() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_old jsonb := case when tg_op <> 'INSERT' then private.document_state(old) end;
    v_new jsonb := case when tg_op <> 'DELETE' then private.document_state(new) end;
    v_payload jsonb;
begin
    if tg_op = 'UPDATE' and v_old = v_new then
        return null;
    end if;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(n.key, n.value) into v_payload
        from jsonb_each(v_new) n
        where v_old -> n.key is distinct from n.value;
    else
        v_payload := coalesce(v_new, '{}');
    end if;
    perform private.append_event(
        'document', coalesce(new.id, old.id),
        (
            select coalesce(max(e.version), 0) from app.event_store e
            where e.aggregate_id = coalesce(new.id, old.id)
        ),
        coalesce(new.tenant_id, old.tenant_id),
        case
            when tg_op = 'INSERT' then 'document.created'
            when tg_op = 'DELETE' then 'document.erased'
            when old.deleted_at is null and new.deleted_at is not null then 'document.deleted'
            else 'document.changed'
        end,
        v_payload
    );
    return null;
end;
$$;

comment on function private.document_event() is 'Trigger: appends to the event store what became of a document.';

alter function private.document_event() owner to definer_writer;

revoke execute on function private.document_event() from public;
