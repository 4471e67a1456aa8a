-- pgplumb: migration add_suspension
-- pgplumb: engine native: migra does not see a comment (comment on column auth.users.is_suspended)
-- pgplumb: before de4999bd9fe42fc8c16dae0ba3d5636c510f574105bf88a58fa89351f8e018d8
-- pgplumb: after 6092dfe3f41dd1d991c4d22378ae736a7210e8e4b4fae7b007e79746ab0d8668

ALTER TABLE auth.users ADD COLUMN is_suspended boolean DEFAULT false;

COMMENT ON COLUMN auth.users.is_suspended IS 'Whether the account is shut out; its tokens then name nobody.';
