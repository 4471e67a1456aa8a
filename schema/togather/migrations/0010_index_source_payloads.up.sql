-- pgplumb: migration index_source_payloads
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before bf591658136416cd0f97ccf5ed9dc4199740cfad19568293df9d9217b183f963
-- pgplumb: after 26a18bf36eca6f5cf78ec8077abd4d303d28e95d8b671f40647a058134676f41
-- pgplumb: hazard index_build: index public.events.idx_events_source_payload is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY idx_events_source_payload ON public.events USING gin (source_payload jsonb_path_ops);
