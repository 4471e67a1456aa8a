-- pgplumb: migration hide_withdrawn_events
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 1722993108fc0e4d3eee00e9c4f209b48c4766b0bc2a5d75c0adbfaf96e02f37
-- pgplumb: after 13a20da359339eb1e22551c8ccfed8849840bc96ad859d6303e5b62f9d450746
-- pgplumb: hazard access_change: policy events_published no longer decides about the rows of table public.events
-- pgplumb: hazard access_change: policy events_published decides about the rows of table public.events

drop policy "events_published" on "public"."events";

create policy "events_published"
on "public"."events"
as permissive
for select
to ticket_app
using ((status = 'published'::text));
