-- pgplumb: migration add_suspension
-- pgplumb: engine native: migra does not see a comment (comment on column auth.users.is_suspended)
-- pgplumb: before 6092dfe3f41dd1d991c4d22378ae736a7210e8e4b4fae7b007e79746ab0d8668
-- pgplumb: after de4999bd9fe42fc8c16dae0ba3d5636c510f574105bf88a58fa89351f8e018d8
-- pgplumb: hazard data_loss: lost for good: column auth.users.is_suspended
-- pgplumb: loses column auth.users.is_suspended

ALTER TABLE auth.users DROP COLUMN is_suspended;
