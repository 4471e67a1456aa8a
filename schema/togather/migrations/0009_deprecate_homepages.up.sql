-- pgplumb: migration deprecate_homepages
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 521a5782ef278257558e8bb2a7bd74b12ac65ae0d7fb5f78c26f0559a615c147
-- pgplumb: after bf591658136416cd0f97ccf5ed9dc4199740cfad19568293df9d9217b183f963

ALTER TABLE public.persons RENAME COLUMN homepage TO homepage_deprecated;

COMMENT ON COLUMN public.persons.homepage_deprecated IS 'Deprecated: entity_identifiers has the addresses by which a person is known. To be dropped (schema:url).';
