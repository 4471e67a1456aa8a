-- pgplumb: migration demand_suspension
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 6092dfe3f41dd1d991c4d22378ae736a7210e8e4b4fae7b007e79746ab0d8668
-- pgplumb: after 1f3c6d346c4f6b0766531bb1bf0d9d2c175d9dcd313a5107b64c5621644bd294
-- pgplumb: hazard table_scan: table auth.users is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table auth.users may hold NULL in column auth.users.is_suspended
-- pgplumb: hazard table_scan: table auth.users is read in full: no row may hold NULL in column auth.users.is_suspended
-- pgplumb: hazard blocks_reads: table auth.users cannot be read or written while it is read in full

UPDATE auth.users SET is_suspended = false WHERE is_suspended IS NULL;

ALTER TABLE auth.users ALTER COLUMN is_suspended SET NOT NULL;
