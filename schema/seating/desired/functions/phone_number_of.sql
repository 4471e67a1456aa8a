-- Telephone numbers, which are kept encrypted (SE-SEC-01).
-- pgplumb: requires extension pgcrypto

create function phone_number_of(p_user_id uuid, p_key text) returns text
language sql
stable
set search_path = pg_catalog, public
as $$
    select pgp_sym_decrypt(u.phone_number_encrypted, p_key) from users u where u.id = p_user_id;
$$;

comment on function phone_number_of(uuid, text) is 'An account''s telephone number; null where there is none. A wrong key is refused (39000).';

revoke all on function phone_number_of(uuid, text) from public;
grant execute on function phone_number_of(uuid, text) to seat_jobs;
