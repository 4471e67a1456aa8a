-- SB-INV-10: no version is left out, and nobody appends to what belongs to another tenant.
create function private.check_event_version() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_last app.event_store%rowtype;
begin
    select e.* into v_last
    from app.event_store e
    where e.aggregate_id = new.aggregate_id
    order by e.version desc
    limit 1;
    if new.version <> coalesce(v_last.version, 0) + 1 then
        raise serialization_failure using
            message = format('%s %s is at version %s', new.aggregate_type, new.aggregate_id, coalesce(v_last.version, 0)),
            hint = 'Read it again, and try with the version that it has.';
    end if;
    if v_last.tenant_id <> new.tenant_id or v_last.aggregate_type <> new.aggregate_type then
        raise insufficient_privilege using
            message = format('%s is another tenant''s, or something else', new.aggregate_id);
    end if;
    return new;
end;
$$;

comment on function private.check_event_version() is
    'Trigger: refuses (40001) an event that is not the next one of its thing, and (42501) one of another tenant.';

alter function private.check_event_version() owner to definer_writer;

revoke execute on function private.check_event_version() from public;
