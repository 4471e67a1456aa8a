-- pgplumb: migration hide_suspended_tenants
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 06e81455cb2c12c98ddff7644041e1ae66cd1c408c3dac1e4055e9d17ec5632c
-- pgplumb: after dba799a7607bd9ff72ab2305a493a4581af7dd7e05ae42aa4302c039c7261be0
-- pgplumb: hazard access_change: policy documents_open no longer decides about the rows of table app.documents
-- pgplumb: hazard access_change: policy documents_open_public no longer decides about the rows of table app.documents
-- pgplumb: hazard access_change: policy event_store_open no longer decides about the rows of table app.event_store
-- pgplumb: hazard access_change: policy invitations_open no longer decides about the rows of table app.invitations
-- pgplumb: hazard access_change: policy memberships_open no longer decides about the rows of table app.memberships
-- pgplumb: hazard access_change: policy projects_open no longer decides about the rows of table app.projects
-- pgplumb: hazard access_change: policy tenants_open_delete no longer decides about the rows of table app.tenants
-- pgplumb: hazard access_change: policy tenants_open_update no longer decides about the rows of table app.tenants
-- pgplumb: hazard access_change: policy audit_log_open no longer decides about the rows of table audit.audit_log
-- pgplumb: hazard access_change: policy storage_objects_open no longer decides about the rows of table storage.storage_objects

drop policy "documents_open" on "app"."documents";

drop policy "documents_open_public" on "app"."documents";

drop policy "event_store_open" on "app"."event_store";

drop policy "invitations_open" on "app"."invitations";

drop policy "memberships_open" on "app"."memberships";

drop policy "projects_open" on "app"."projects";

drop policy "tenants_open_delete" on "app"."tenants";

drop policy "tenants_open_update" on "app"."tenants";

drop policy "audit_log_open" on "audit"."audit_log";

drop policy "storage_objects_open" on "storage"."storage_objects";
