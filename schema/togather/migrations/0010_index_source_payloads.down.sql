-- pgplumb: migration index_source_payloads
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 26a18bf36eca6f5cf78ec8077abd4d303d28e95d8b671f40647a058134676f41
-- pgplumb: after bf591658136416cd0f97ccf5ed9dc4199740cfad19568293df9d9217b183f963

drop index if exists "public"."idx_events_source_payload";
