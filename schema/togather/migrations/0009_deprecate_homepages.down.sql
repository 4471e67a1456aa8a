-- pgplumb: migration deprecate_homepages
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before bf591658136416cd0f97ccf5ed9dc4199740cfad19568293df9d9217b183f963
-- pgplumb: after 521a5782ef278257558e8bb2a7bd74b12ac65ae0d7fb5f78c26f0559a615c147

ALTER TABLE public.persons RENAME COLUMN homepage_deprecated TO homepage;

COMMENT ON COLUMN public.persons.homepage IS 'Page of the person; null where there is none (schema:url).';
