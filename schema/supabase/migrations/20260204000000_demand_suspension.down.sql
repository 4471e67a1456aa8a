-- pgplumb: migration demand_suspension
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 1f3c6d346c4f6b0766531bb1bf0d9d2c175d9dcd313a5107b64c5621644bd294
-- pgplumb: after 6092dfe3f41dd1d991c4d22378ae736a7210e8e4b4fae7b007e79746ab0d8668

ALTER TABLE auth.users ALTER COLUMN is_suspended DROP NOT NULL;
