-- pgplumb: migration count_activity
-- pgplumb: engine native: migra does not see a comment (comment on column app.tenant_activity.active_projects) and 8 more
-- pgplumb: before de4999bd9fe42fc8c16dae0ba3d5636c510f574105bf88a58fa89351f8e018d8
-- pgplumb: after 24460c66c3310e96f3bb7c0f6bc1c2d93120e71364b3328bf785e5133f2a1e4b

DROP VIEW app.tenant_activity;
