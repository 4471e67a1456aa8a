-- pgplumb: migration drop_the_locale_of_accounts
-- pgplumb: engine native: migra does not see a comment (comment on column auth.users.deprecated_locale)
-- pgplumb: before b88e30ba79638f7f9d51626e01fbbb16ee162b1c4b4385df48165aaa5ce5068f
-- pgplumb: after 833656529cd8f066f7d1f006b10c64817e6505eb56031517027e649adef967a7
-- pgplumb: hazard data_loss: lost for good: column auth.users.deprecated_locale
-- pgplumb: loses column auth.users.deprecated_locale

ALTER TABLE auth.users DROP COLUMN deprecated_locale;
