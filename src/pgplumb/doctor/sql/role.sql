-- role: who we are, what we are in this database, and whether we may read the roles.
SELECT current_user, r.rolsuper,
       pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
       pg_catalog.has_table_privilege('pg_catalog.pg_roles', 'SELECT'),
       r.rolsuper OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
FROM (SELECT pg_catalog.current_setting('is_superuser') = 'on') AS r (rolsuper)
