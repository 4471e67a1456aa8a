-- pgplumb: migration encrypt_phone_numbers
-- pgplumb: engine native: migra does not see a comment (comment on function public.phone_number_of(uuid, text)) and 7 more
-- pgplumb: before 2139207542f3c2f98112835a08beb1b91127f667a9a67782b057f701faa48a3a
-- pgplumb: after cc0b50f7d4cd24e9e3d42b79a44e0f6be9d71c4e9233a15b1264ba5a612f75c3
-- pgplumb: hazard data_loss: lost for good: column public.users.phone_number_encrypted
-- pgplumb: loses column public.users.phone_number_encrypted

DROP FUNCTION public.phone_number_of(uuid, text);

DROP FUNCTION public.set_phone_number(uuid, text, text);

DROP EXTENSION pgcrypto;

COMMENT ON COLUMN public.users.phone_number_deprecated IS 'Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told.';

ALTER TABLE public.users DROP COLUMN phone_number_encrypted;
