-- pgplumb: migration search_by_an_index
-- pgplumb: engine native: migra does not see a comment (comment on function app.search_documents(uuid, text, integer)) and 2 more
-- pgplumb: before 7583ecbdd8cf84ff7ef244cefde9eeef271d78195b021ae28692b16125224c0e
-- pgplumb: after 833656529cd8f066f7d1f006b10c64817e6505eb56031517027e649adef967a7
-- pgplumb: hazard access_change: privileges are revoked on table app.documents
-- pgplumb: hazard access_change: policy documents_definer_read decides about the rows of table app.documents

REVOKE ALL ON TABLE app.documents FROM definer_reader;

DROP FUNCTION app.search_documents(uuid, text, integer);

ALTER POLICY documents_definer_read ON app.documents TO definer_writer USING (true);
