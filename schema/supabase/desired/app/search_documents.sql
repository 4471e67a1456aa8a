-- Behind row security an index serves only what is leakproof, and @@ is not: a search as the caller would read all that
-- the caller may (SB-TRAP-28). This one says what the policies say; callers read what it finds under those all the same.
create function app.search_documents(p_tenant_id uuid, p_words text, p_limit integer default 100)
returns table (document_id uuid, rank real)
language sql
stable
security definer
rows 100
set search_path = ''
as $$
    select d.id, ts_rank(d.search, q.query)
    from app.documents d
    cross join websearch_to_tsquery('simple', p_words) q (query)
    where d.tenant_id = p_tenant_id and d.search @@ q.query
        and (select private.tenant_role(p_tenant_id)) >= 1
        and d.deleted_at is null and (d.visibility <> 'private' or d.owner_id = (select auth.uid()))
    order by 2 desc, 1
    limit least(p_limit, 100);
$$;

comment on function app.search_documents(uuid, text, integer) is
    'Documents of a tenant that the caller sees and that have the words, with their rank, the best first; 100 at most.';

alter function app.search_documents(uuid, text, integer) owner to definer_reader;

revoke execute on function app.search_documents(uuid, text, integer) from public;
grant execute on function app.search_documents(uuid, text, integer) to authenticated;
