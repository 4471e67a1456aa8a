-- pgplumb: migration find_documents_of_their_owner
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before c4e373e473d5740094905a2ec95e33ceebe4a2fd81d4889192874d01a8099a92
-- pgplumb: after b88e30ba79638f7f9d51626e01fbbb16ee162b1c4b4385df48165aaa5ce5068f
-- pgplumb: hazard index_build: index app.documents.documents_owner_id is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY documents_owner_id ON app.documents USING btree (owner_id, tenant_id);
