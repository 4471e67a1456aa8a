-- pgplumb: migration deprecate_phone_numbers
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before cc0b50f7d4cd24e9e3d42b79a44e0f6be9d71c4e9233a15b1264ba5a612f75c3
-- pgplumb: after 35b2fe151f621fcd8a23c5648b8d5944b30e8911db9e062367cbca29d6126157

ALTER TABLE public.users RENAME COLUMN phone_number_deprecated TO phone_number;

DROP VIEW public.own_account;

COMMENT ON COLUMN public.users.phone_number IS 'Telephone number as typed; null where not told.';
