-- The functions of uuid-ossp 1.1 in SQL; only version 5, which needs SHA-1, cannot be had.

CREATE FUNCTION uuid_nil() RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '00000000-0000-0000-0000-000000000000'::uuid;

-- The name spaces of RFC 9562, section 6.6.

CREATE FUNCTION uuid_ns_dns() RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid;

CREATE FUNCTION uuid_ns_url() RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid;

CREATE FUNCTION uuid_ns_oid() RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid;

CREATE FUNCTION uuid_ns_x500() RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid;

CREATE FUNCTION uuid_generate_v4() RETURNS uuid
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pg_catalog.gen_random_uuid();

-- The time counts steps of 100 ns since 15 October 1582; a random multicast address stands for the machine's own.
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid
LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    steps text := lpad(to_hex((extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 122192928000000000), 16, '0');
    random bytea := sha256(uuid_send(gen_random_uuid()));
    tail bytea := set_byte(set_byte(substr(random, 1, 8), 0, get_byte(random, 0) & 63 | 128), 2, get_byte(random, 2) | 1);
BEGIN
    RETURN (substr(steps, 9, 8) || substr(steps, 5, 4) || '1' || substr(steps, 2, 3) || encode(tail, 'hex'))::uuid;
END
$$;

CREATE FUNCTION uuid_generate_v1() RETURNS uuid
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN uuid_generate_v1mc();

CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    hash bytea := decode(md5(uuid_send(namespace) || convert_to(name, getdatabaseencoding())), 'hex');
BEGIN
    hash := set_byte(hash, 6, get_byte(hash, 6) & 15 | 48);
    hash := set_byte(hash, 8, get_byte(hash, 8) & 63 | 128);
    RETURN encode(hash, 'hex')::uuid;
END
$$;

CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RAISE EXCEPTION 'the stand-in for uuid-ossp has no uuid_generate_v5'
        USING ERRCODE = 'feature_not_supported',
              HINT = 'Name a scratch server that has the real extension: server = "local" with postgresql-contrib, or server = "container:postgres:18".';
END
$$;
