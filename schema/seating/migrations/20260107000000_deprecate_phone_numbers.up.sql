-- pgplumb: migration deprecate_phone_numbers
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 35b2fe151f621fcd8a23c5648b8d5944b30e8911db9e062367cbca29d6126157
-- pgplumb: after cc0b50f7d4cd24e9e3d42b79a44e0f6be9d71c4e9233a15b1264ba5a612f75c3

ALTER TABLE public.users RENAME COLUMN phone_number TO phone_number_deprecated;

COMMENT ON COLUMN public.users.phone_number_deprecated IS 'Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told.';

CREATE VIEW public.own_account WITH (security_barrier = true) AS
 SELECT id,
    email,
    full_name,
    phone_number_deprecated AS phone_number,
    role,
    created_at,
    updated_at
   FROM public.users u
  WHERE ((id = public.current_app_user_id()) AND (NOT deleted));

COMMENT ON COLUMN public.own_account.created_at IS 'When the account was made.';

COMMENT ON COLUMN public.own_account.email IS 'Address for login and mail.';

COMMENT ON COLUMN public.own_account.full_name IS 'Name shown at the gate.';

COMMENT ON COLUMN public.own_account.id IS 'Key of the account.';

COMMENT ON COLUMN public.own_account.phone_number IS 'Telephone number as typed, until v3.0; null where not told.';

COMMENT ON COLUMN public.own_account.role IS 'USER or SUPPORT.';

COMMENT ON COLUMN public.own_account.updated_at IS 'When it last changed.';

COMMENT ON VIEW public.own_account IS 'The live account that the session acts for: one row or none.';

GRANT SELECT ON TABLE public.own_account TO seat_app;

GRANT SELECT ON TABLE public.own_account TO seat_staff;
