-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 4df620742cfff4ef43cacba34fbc564c54895a16913c3fa9dc08f754323b1d85
-- pgplumb: after e88bc423459aee4b5c9cd07f97eabe99015efbba6049f6a19075c647febd817f
-- pgplumb: hazard index_build: index public.events.idx_events_event_date is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY idx_events_event_date ON public.events USING btree (event_date, id) WHERE (NOT is_archived);
