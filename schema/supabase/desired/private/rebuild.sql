-- SB-INV-11: later events win, key by key; the text comes from the version that the state names, if its hash is right.
create function app.rebuild(p_aggregate_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
    with state as (
        select jsonb_object_agg(c.key, c.value order by e.version) as now
        from app.event_store e
        cross join lateral jsonb_each(e.payload) c
        where e.aggregate_id = p_aggregate_id
            and not exists (
                select from app.event_store gone
                where gone.aggregate_id = p_aggregate_id and gone.event_type = 'document.erased'
            )
    )
    select case
        when s.now ? 'body_sha256' then s.now - 'body_sha256' || jsonb_build_object('body', v.body)
        else s.now
    end
    from state s
    left join app.document_versions v
        on v.document_id = p_aggregate_id and v.version = (s.now ->> 'version')::integer
        and encode(sha256(convert_to(v.body, 'UTF8')), 'hex') = s.now ->> 'body_sha256';
$$;

comment on function app.rebuild(uuid) is
    'For services: what a thing is by its events, as a JSON object; of a document all columns but search. Null: there is none.';

revoke execute on function app.rebuild(uuid) from public;
grant execute on function app.rebuild(uuid) to service_role;
