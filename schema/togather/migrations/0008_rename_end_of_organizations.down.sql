-- pgplumb: migration rename_end_of_organizations
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 521a5782ef278257558e8bb2a7bd74b12ac65ae0d7fb5f78c26f0559a615c147
-- pgplumb: after c3990abfd2590679d4ad8450017de92bf15c6d2900275a237e06d7b2e3a165b4

ALTER TABLE public.organizations RENAME COLUMN dissolution_date TO end_date;
