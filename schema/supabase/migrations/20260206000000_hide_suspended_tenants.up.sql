-- pgplumb: migration hide_suspended_tenants
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before dba799a7607bd9ff72ab2305a493a4581af7dd7e05ae42aa4302c039c7261be0
-- pgplumb: after 06e81455cb2c12c98ddff7644041e1ae66cd1c408c3dac1e4055e9d17ec5632c
-- pgplumb: hazard access_change: policy documents_open decides about the rows of table app.documents
-- pgplumb: hazard access_change: policy documents_open_public decides about the rows of table app.documents
-- pgplumb: hazard access_change: policy event_store_open decides about the rows of table app.event_store
-- pgplumb: hazard access_change: policy invitations_open decides about the rows of table app.invitations
-- pgplumb: hazard access_change: policy memberships_open decides about the rows of table app.memberships
-- pgplumb: hazard access_change: policy projects_open decides about the rows of table app.projects
-- pgplumb: hazard access_change: policy tenants_open_delete decides about the rows of table app.tenants
-- pgplumb: hazard access_change: policy tenants_open_update decides about the rows of table app.tenants
-- pgplumb: hazard access_change: policy audit_log_open decides about the rows of table audit.audit_log
-- pgplumb: hazard access_change: policy storage_objects_open decides about the rows of table storage.storage_objects

create policy "documents_open"
on "app"."documents"
as restrictive
for all
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])))
with check ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "documents_open_public"
on "app"."documents"
as restrictive
for select
to anon
using ((NOT private.tenant_is_shut(tenant_id)));

create policy "event_store_open"
on "app"."event_store"
as restrictive
for select
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "invitations_open"
on "app"."invitations"
as restrictive
for all
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])))
with check ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "memberships_open"
on "app"."memberships"
as restrictive
for all
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])))
with check ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "projects_open"
on "app"."projects"
as restrictive
for all
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])))
with check ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "tenants_open_delete"
on "app"."tenants"
as restrictive
for delete
to authenticated
using (((status = 'active'::text) AND (deleted_at IS NULL)));

create policy "tenants_open_update"
on "app"."tenants"
as restrictive
for update
to authenticated
using (((status = 'active'::text) AND (deleted_at IS NULL)))
with check (((status = 'active'::text) AND (deleted_at IS NULL)));

create policy "audit_log_open"
on "audit"."audit_log"
as restrictive
for select
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));

create policy "storage_objects_open"
on "storage"."storage_objects"
as restrictive
for all
to authenticated
using ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])))
with check ((tenant_id = ANY (( SELECT private.open_tenants() AS open_tenants)::uuid[])));
