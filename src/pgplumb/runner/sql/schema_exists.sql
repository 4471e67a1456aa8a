-- schema_exists: whether a schema is there (parameter: its name).
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = %s)
