-- pgplumb: migration deprecate_the_locale_of_accounts
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 2ff917834c053ac8f939d45dcd583c27c3201df85adf8d901f2b6599bdb90dc7
-- pgplumb: after c4e373e473d5740094905a2ec95e33ceebe4a2fd81d4889192874d01a8099a92

ALTER TABLE auth.users RENAME COLUMN locale TO deprecated_locale;

COMMENT ON COLUMN auth.users.deprecated_locale IS 'DEPRECATED: nobody reads it any more, and it goes with the next release. Language and region, such as de-AT; null: not told.';
