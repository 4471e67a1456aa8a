-- pgplumb: migration search_by_an_index
-- pgplumb: engine native: migra does not see a comment (comment on function app.search_documents(uuid, text, integer)) and 2 more
-- pgplumb: before 833656529cd8f066f7d1f006b10c64817e6505eb56031517027e649adef967a7
-- pgplumb: after 7583ecbdd8cf84ff7ef244cefde9eeef271d78195b021ae28692b16125224c0e
-- pgplumb: hazard access_change: policy documents_definer_read decides about the rows of table app.documents
-- pgplumb: hazard access_change: privileges are granted on table app.documents

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION app.search_documents(p_tenant_id uuid, p_words text, p_limit integer DEFAULT 100)
 RETURNS TABLE(document_id uuid, rank real)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO ''
AS $function$
    select d.id, ts_rank(d.search, q.query)
    from app.documents d
    cross join websearch_to_tsquery('simple', p_words) q (query)
    where d.tenant_id = p_tenant_id and d.search @@ q.query
        and (select private.tenant_role(p_tenant_id)) >= 1
        and d.deleted_at is null and (d.visibility <> 'private' or d.owner_id = (select auth.uid()))
    order by 2 desc, 1
    limit least(p_limit, 100);
$function$;

ALTER FUNCTION app.search_documents(uuid, text, integer) OWNER TO definer_reader;

COMMENT ON FUNCTION app.search_documents(uuid, text, integer) IS 'Documents of a tenant that the caller sees and that have the words, with their rank, the best first; 100 at most.';

REVOKE ALL ON FUNCTION app.search_documents(uuid, text, integer) FROM PUBLIC;

GRANT ALL ON FUNCTION app.search_documents(uuid, text, integer) TO authenticated;

ALTER POLICY documents_definer_read ON app.documents TO definer_reader, definer_writer USING (true);

GRANT SELECT ON TABLE app.documents TO definer_reader;
