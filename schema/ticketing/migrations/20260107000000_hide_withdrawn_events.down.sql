-- pgplumb: migration hide_withdrawn_events
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 2717a92b339c75eb1e2ababcc87204959e5b041bd1bf0830f06332be940103ea
-- pgplumb: after 17113133f1c5a3589f9ce69a2adb03299fb0c2f5e11d11b80c904e1427530c91
-- pgplumb: hazard access_change: policy events_published no longer decides about the rows of table public.events
-- pgplumb: hazard access_change: policy events_published decides about the rows of table public.events

drop policy "events_published" on "public"."events";

create policy "events_published"
on "public"."events"
as permissive
for select
to ticket_app
using ((status = 'published'::text));
