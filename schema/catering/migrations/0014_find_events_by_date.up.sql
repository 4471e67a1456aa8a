-- pgplumb: migration find_events_by_date
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 7f9ae7bf75f28f03c9ad99c329ba56c26e84bacf1567e8b9bed7a904fafd7fca
-- pgplumb: after 74f7bc3d610b94e0ae4383592e8f192ed964168bd18bcba42cf0f933ff366aaa
-- pgplumb: transaction none

drop index CONCURRENTLY if exists "public"."idx_events_status";
