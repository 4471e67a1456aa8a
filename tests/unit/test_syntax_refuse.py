"""Which statements are refused in a desired schema, with what reason; and which are not."""

from __future__ import annotations

import pytest

from pgplumb.errors import RefusedStatement
from pgplumb.syntax.refuse import refuse
from pgplumb.syntax.split import split


@pytest.mark.parametrize(
    ("text", "reason", "instead"),
    [
        ("INSERT INTO t VALUES (1)", "INSERT changes rows, and a desired schema describes structure only", "--empty"),
        ("WITH a AS (SELECT 1) UPDATE t SET a = 1", "changes rows", "--empty"),
        (
            "DROP TABLE t",
            "DROP TABLE has no place in a desired schema: what is not in the files",
            "make` writes the drop",
        ),
        ("ALTER TABLE t DROP COLUMN a", "ALTER TABLE .. DROP COLUMN has no place", "make` writes the drop"),
        ("ALTER TABLE t RENAME a TO b", "the files say what is, not what was", "-- pgplumb: renamed from old_name"),
        ("ALTER TABLE t SET SCHEMA b", "the files say what is, not what was", "Write the new schema"),
        ("BEGIN", "BEGIN has no place in a desired schema: pgplumb owns the transaction", "Remove the line"),
        ("SELECT 1", "SELECT defines nothing", "SET search_path"),
        ("DO $$ BEGIN END $$", "DO runs code", "Write the statements that it would run"),
        ("TRUNCATE t", "TRUNCATE changes rows", "--empty"),
        ("COPY t TO '/tmp/x'", "COPY changes rows", "--empty"),
        ("VACUUM", "VACUUM is maintenance", "Remove it"),
        ("CREATE DATABASE d", "CREATE DATABASE changes the whole server", "by hand"),
        ("ALTER SYSTEM SET work_mem = '1GB'", "ALTER SYSTEM changes the whole server", "by hand"),
        ("CREATE TABLESPACE s LOCATION '/x'", "CREATE TABLESPACE changes the whole server", "by hand"),
        ("ALTER ROLE r LOGIN", "ALTER ROLE changes the whole server", "by hand"),
        ("GRANT a TO b", "GRANT A changes the whole server", "by hand"),
        ("COMMENT ON DATABASE d IS 'x'", "this changes the whole server", "by hand"),
        ("CREATE TEMP TABLE t ()", "a temporary table ends with its session", "without TEMPORARY"),
        ("CREATE TABLE t AS SELECT 1", "takes its columns from a query's result", "Write the table's columns"),
        ("CREATE INDEX CONCURRENTLY ON t (a)", "CONCURRENTLY says how to build an index", "without it"),
        ("CREATE SCHEMA s CREATE TABLE t ()", "objects within CREATE SCHEMA", "with its schema's name"),
        ("SET ROLE r", "changing the role", "OWNER TO"),
        ("SET timezone = 'UTC'", "SET timezone changes how the statements after it are read", "Remove it"),
        ("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "connects to another server", "connect = false"),
        ("LISTEN x", "LISTEN has no place in a desired schema", "consists of"),
    ],
)
def test_refused(text: str, reason: str, instead: str) -> None:
    (statement,) = split(f"\n  {text};", "a.sql")
    with pytest.raises(RefusedStatement) as raised:
        refuse(statement)
    assert raised.value.message.startswith("a.sql:2:3: ")
    assert reason in raised.value.reason
    assert instead in raised.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE t OWNER TO o",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t ATTACH PARTITION p DEFAULT",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r",
        "COMMENT ON TABLE t IS 'x'",
        "CREATE ROLE r LOGIN",
        "GRANT SELECT ON t TO r",
        "REVOKE ALL ON FUNCTION f() FROM PUBLIC",
        "SECURITY LABEL ON TABLE t IS 'x'",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = NONE)",
        "SET search_path = app",
        "SET statement_timeout = 0",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
    ],
)
def test_allowed(text: str) -> None:
    for statement in split(text, "a.sql"):
        refuse(statement)
