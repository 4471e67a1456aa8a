-- pgplumb: migration deprecate_homepages
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 54d96e1617cb038a380527672c1c4a15ea9d0f284a0fbaa496ce6e3fdbce57f9
-- pgplumb: after d968a0c01962960381ed3eaf6bb74313d524b3ead4f65718c88acfd8e62ac465

ALTER TABLE public.persons RENAME COLUMN homepage_deprecated TO homepage;

COMMENT ON COLUMN public.persons.homepage IS 'Page of the person; null where there is none (schema:url).';
