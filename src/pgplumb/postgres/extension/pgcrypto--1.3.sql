-- The functions of pgcrypto 1.3 in SQL: hashes, and random bytes. The rest is there to be named, and refuses to work.

CREATE FUNCTION digest(bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    CASE lower($2)
        WHEN 'md5' THEN RETURN decode(md5($1), 'hex');
        WHEN 'sha224' THEN RETURN sha224($1);
        WHEN 'sha256' THEN RETURN sha256($1);
        WHEN 'sha384' THEN RETURN sha384($1);
        WHEN 'sha512' THEN RETURN sha512($1);
        ELSE
            RAISE EXCEPTION 'the stand-in for pgcrypto has no hash "%"', $2
                USING ERRCODE = 'feature_not_supported',
                      DETAIL = 'It has md5, sha224, sha256, sha384 and sha512.',
                      HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
    END CASE;
END
$$;

CREATE FUNCTION digest(text, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN digest(pg_catalog.convert_to($1, pg_catalog.getdatabaseencoding()), $2);

-- RFC 2104; the key's block is 64 bytes, and 128 for the two long hashes. Bound by BEGIN ATOMIC to the function above,
-- it finds it in whatever schema the extension is.
CREATE FUNCTION hmac(bytea, bytea, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE
        size(block) AS (
            SELECT CASE WHEN pg_catalog.lower($3) IN ('sha384', 'sha512') THEN 128 ELSE 64 END
        ),
        key(bytes) AS (
            SELECT short || pg_catalog.decode(pg_catalog.repeat('00', block - pg_catalog.length(short)), 'hex')
            FROM size, LATERAL (
                SELECT CASE WHEN pg_catalog.length($2) > block THEN digest($2, $3) ELSE $2 END
            ) AS given(short)
        ),
        pads(at, inner_pad, outer_pad) AS (
            SELECT 0, bytes, bytes FROM key
            UNION ALL
            SELECT at + 1,
                   pg_catalog.set_byte(inner_pad, at, pg_catalog.get_byte(inner_pad, at) # 54),
                   pg_catalog.set_byte(outer_pad, at, pg_catalog.get_byte(outer_pad, at) # 92)
            FROM pads, size WHERE at < block
        )
    SELECT digest(outer_pad || digest(inner_pad || $1, $3), $3) FROM pads, size WHERE at = block;
END;

CREATE FUNCTION hmac(text, text, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN hmac(
    pg_catalog.convert_to($1, pg_catalog.getdatabaseencoding()),
    pg_catalog.convert_to($2, pg_catalog.getdatabaseencoding()),
    $3
);

CREATE FUNCTION gen_random_bytes(int4) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    bytes bytea := '';
BEGIN
    IF $1 NOT BETWEEN 1 AND 1024 THEN
        RAISE EXCEPTION 'Length not in range' USING ERRCODE = 'external_routine_invocation_exception';
    END IF;
    -- Some bits of a UUID are fixed: each 32 bytes are the hash of 244 random bits.
    WHILE length(bytes) < $1 LOOP
        bytes := bytes || sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    END LOOP;
    RETURN substr(bytes, 1, $1);
END
$$;

CREATE FUNCTION gen_random_uuid() RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN pg_catalog.gen_random_uuid();

CREATE FUNCTION crypt(text, text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no crypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION gen_salt(text) RETURNS text
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no gen_salt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION gen_salt(text, int4) RETURNS text
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no gen_salt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION encrypt(bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no encrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION decrypt(bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION encrypt_iv(bytea, bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no encrypt_iv'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION decrypt_iv(bytea, bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no decrypt_iv'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_encrypt(text, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_encrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_encrypt_bytea(bytea, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_encrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_encrypt(text, text, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_encrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_encrypt_bytea(bytea, text, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_encrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_decrypt(bytea, text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_decrypt_bytea(bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_decrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_decrypt(bytea, text, text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_sym_decrypt_bytea(bytea, text, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_sym_decrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_encrypt(text, bytea) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_encrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_encrypt_bytea(bytea, bytea) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_encrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_encrypt(text, bytea, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_encrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_encrypt_bytea(bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_encrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt(bytea, bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt(bytea, bytea, text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt(bytea, bytea, text, text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea, text, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_pub_decrypt_bytea'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_key_id(bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_key_id'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION armor(bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no armor'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION armor(bytea, text[], text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no armor'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION dearmor(text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no dearmor'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;

CREATE FUNCTION pgp_armor_headers(text, key OUT text, value OUT text) RETURNS SETOF record
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for pgcrypto has no pgp_armor_headers'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;
