-- partition: whether a partition's detaching is pending; no row if it is none (parameters: parent, child as quoted text).
SELECT inhdetachpending
FROM pg_catalog.pg_inherits
WHERE inhparent = pg_catalog.to_regclass(%s) AND inhrelid = pg_catalog.to_regclass(%s)
