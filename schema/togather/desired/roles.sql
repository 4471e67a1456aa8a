-- The roles that the schema grants to; people and services log in as members of these.

create role sel_app nologin;
create role sel_readonly nologin;
create role sel_migrator nologin;

-- Whoever migrates makes objects; the application cannot (TG-SEC-04).
grant usage, create on schema public to sel_migrator;
