-- Telephone numbers, which are kept encrypted (SE-SEC-01).
-- pgplumb: requires extension pgcrypto

-- The key comes with each call, and is kept nowhere here. Without it a dump of the database tells no number.
create function set_phone_number(p_user_id uuid, p_phone_number text, p_key text) returns void
language sql
set search_path = pg_catalog, public
as $$
    update users set phone_number_encrypted = pgp_sym_encrypt(p_phone_number, p_key) where id = p_user_id;
$$;

comment on function set_phone_number(uuid, text, text) is 'Keeps an account''s telephone number, encrypted by the key; null takes it away.';

revoke all on function set_phone_number(uuid, text, text) from public;
grant execute on function set_phone_number(uuid, text, text) to seat_jobs;
