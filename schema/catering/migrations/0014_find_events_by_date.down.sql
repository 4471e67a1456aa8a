-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 4df620742cfff4ef43cacba34fbc564c54895a16913c3fa9dc08f754323b1d85
-- pgplumb: after a8724247a06c387fae86cc07ec41e56824e564314522565baf5ef5797ee62ca8
-- pgplumb: hazard index_build: index public.events.idx_events_status is built
-- pgplumb: hazard blocks_writes: table public.events cannot be written while index public.events.idx_events_status is built

CREATE INDEX idx_events_status ON public.events USING btree (status);
