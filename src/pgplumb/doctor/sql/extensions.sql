-- extensions: what the server offers: name, version that it would install, the one that is installed here, and whether
-- installing it takes a superuser.
SELECT e.name::text, e.default_version, e.installed_version, coalesce(v.superuser AND NOT v.trusted, true)
FROM pg_catalog.pg_available_extensions e
LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
ORDER BY e.name
