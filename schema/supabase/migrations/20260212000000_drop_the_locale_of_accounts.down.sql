-- pgplumb: migration drop_the_locale_of_accounts
-- pgplumb: engine native: migra does not see a comment (comment on column auth.users.deprecated_locale)
-- pgplumb: before 833656529cd8f066f7d1f006b10c64817e6505eb56031517027e649adef967a7
-- pgplumb: after b88e30ba79638f7f9d51626e01fbbb16ee162b1c4b4385df48165aaa5ce5068f

ALTER TABLE auth.users ADD COLUMN deprecated_locale text;

COMMENT ON COLUMN auth.users.deprecated_locale IS 'DEPRECATED: nobody reads it any more, and it goes with the next release. Language and region, such as de-AT; null: not told.';
