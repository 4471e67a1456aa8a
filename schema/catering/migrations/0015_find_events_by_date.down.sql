-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before e88bc423459aee4b5c9cd07f97eabe99015efbba6049f6a19075c647febd817f
-- pgplumb: after 4df620742cfff4ef43cacba34fbc564c54895a16913c3fa9dc08f754323b1d85

DROP INDEX public.idx_events_event_date;
