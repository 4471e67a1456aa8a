-- pgplumb: migration hide_withdrawn_events
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 4d43940710efbe9ceae209154ce7a2748bdc2c63e9f0d99f12231f5d458512ce
-- pgplumb: after 55a671af10de859ab78fc5f055614613346132d6047818d79bbd758308a9ef5b
-- pgplumb: hazard access_change: policy events_published no longer decides about the rows of table public.events
-- pgplumb: hazard access_change: policy events_published decides about the rows of table public.events

drop policy "events_published" on "public"."events";

create policy "events_published"
on "public"."events"
as permissive
for select
to ticket_app
using (((status <> 'draft'::text) AND (deleted_at IS NULL)));
