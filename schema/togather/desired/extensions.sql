-- What the core needs beyond PostgreSQL itself; all of it comes with every PostgreSQL (TG-MIG-09).

-- pgcrypto and uuid-ossp are not needed: gen_random_uuid(), sha256() and md5() are the server's own (TG-TRAP-39).
create extension pg_trgm;
create extension btree_gist;
create extension cube;
create extension earthdistance;
