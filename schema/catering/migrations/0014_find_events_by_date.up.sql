-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before a8724247a06c387fae86cc07ec41e56824e564314522565baf5ef5797ee62ca8
-- pgplumb: after 4df620742cfff4ef43cacba34fbc564c54895a16913c3fa9dc08f754323b1d85
-- pgplumb: transaction none

drop index CONCURRENTLY if exists "public"."idx_events_status";
