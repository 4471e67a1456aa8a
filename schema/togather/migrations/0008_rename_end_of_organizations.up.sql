-- pgplumb: migration rename_end_of_organizations
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 38437bfc87105fca024a949e87bf93c413cb553661a1a313c8625e110bacdb9c
-- pgplumb: after d968a0c01962960381ed3eaf6bb74313d524b3ead4f65718c88acfd8e62ac465

ALTER TABLE public.organizations RENAME COLUMN end_date TO dissolution_date;
