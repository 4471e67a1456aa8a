-- pgplumb: migration encrypt_phone_numbers
-- pgplumb: engine native: migra does not see a comment (comment on function public.phone_number_of(uuid, text)) and 7 more
-- pgplumb: before cc0b50f7d4cd24e9e3d42b79a44e0f6be9d71c4e9233a15b1264ba5a612f75c3
-- pgplumb: after 2139207542f3c2f98112835a08beb1b91127f667a9a67782b057f701faa48a3a

SET LOCAL check_function_bodies = off;

CREATE EXTENSION pgcrypto WITH SCHEMA public;

COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';

CREATE OR REPLACE FUNCTION public.phone_number_of(p_user_id uuid, p_key text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    select pgp_sym_decrypt(u.phone_number_encrypted, p_key) from users u where u.id = p_user_id;
$function$;

COMMENT ON FUNCTION public.phone_number_of(uuid, text) IS 'An account''s telephone number; null where there is none. A wrong key is refused (39000).';

REVOKE ALL ON FUNCTION public.phone_number_of(uuid, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.phone_number_of(uuid, text) TO seat_jobs;

CREATE OR REPLACE FUNCTION public.set_phone_number(p_user_id uuid, p_phone_number text, p_key text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    update users set phone_number_encrypted = pgp_sym_encrypt(p_phone_number, p_key) where id = p_user_id;
$function$;

COMMENT ON FUNCTION public.set_phone_number(uuid, text, text) IS 'Keeps an account''s telephone number, encrypted by the key; null takes it away.';

REVOKE ALL ON FUNCTION public.set_phone_number(uuid, text, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.set_phone_number(uuid, text, text) TO seat_jobs;

COMMENT ON COLUMN public.users.phone_number_deprecated IS 'Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told. Moved to phone_number_encrypted.';

ALTER TABLE public.users ADD COLUMN phone_number_encrypted bytea;

COMMENT ON COLUMN public.users.phone_number_encrypted IS 'Telephone number, encrypted by set_phone_number(); null where not told or not moved yet. The key is the application''s.';
