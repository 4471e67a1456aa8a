-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before d9b9526395d078086080c5993c699c2dd2a94e5baa10d7f74d8c9ec0bf47c3c8
-- pgplumb: after 74f7bc3d610b94e0ae4383592e8f192ed964168bd18bcba42cf0f933ff366aaa

DROP INDEX public.idx_events_event_date;
