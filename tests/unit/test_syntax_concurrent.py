"""What a statement asks of the runner, read from its syntax tree."""

from __future__ import annotations

import pytest

from pgplumb.syntax.concurrent import (
    AddsLabel,
    BuildsIndex,
    DetachesPartition,
    DropsIndex,
    Effect,
    EndsTransaction,
    Opaque,
    RebuildsIndexes,
    Repeatable,
    effect,
    plain_index_on,
    refuses_transaction,
)
from pgplumb.syntax.split import split
from pgplumb.syntax.sql import ident, raw


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'CREATE UNIQUE INDEX CONCURRENTLY "I" ON "S".t (a)',
            BuildsIndex(table=ident("S", "t"), index="I", if_not_exists=False),
        ),
        (
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
            BuildsIndex(table=ident("t"), index="i", if_not_exists=True),
        ),
        ("CREATE INDEX i ON t (a)", Opaque()),
        ("CREATE INDEX CONCURRENTLY ON t (a)", Opaque()),
        ("DROP INDEX CONCURRENTLY IF EXISTS s.i", DropsIndex(ident("s", "i"))),
        ("DROP INDEX s.i", Opaque()),
        (
            "ALTER TABLE s.p DETACH PARTITION s.c CONCURRENTLY",
            DetachesPartition(parent=ident("s", "p"), child=ident("s", "c")),
        ),
        ("ALTER TABLE p DETACH PARTITION c FINALIZE", DetachesPartition(parent=ident("p"), child=ident("c"))),
        ("ALTER TABLE p DETACH PARTITION c", Opaque()),
        ("ALTER TABLE p DROP COLUMN c", Opaque()),
        ("REINDEX INDEX CONCURRENTLY s.i", RebuildsIndexes(relation=ident("s", "i"))),
        ("REINDEX (VERBOSE, CONCURRENTLY TRUE) TABLE t", RebuildsIndexes(relation=ident("t"))),
        ("REINDEX (CONCURRENTLY off) TABLE t", Repeatable()),
        ("REINDEX SCHEMA CONCURRENTLY s", Repeatable()),
        ("ALTER TYPE s.e ADD VALUE IF NOT EXISTS 'a b' BEFORE 'c'", AddsLabel(type=ident("s", "e"), label="a b")),
        ("ALTER TYPE e RENAME VALUE 'a' TO 'b'", Opaque()),
        ("VACUUM (ANALYZE) t", Repeatable()),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY m", Repeatable()),
        ("BEGIN", EndsTransaction("BEGIN")),
        ("START TRANSACTION", EndsTransaction("START")),
        ("ROLLBACK", EndsTransaction("ROLLBACK")),
        ("PREPARE TRANSACTION 'x'", EndsTransaction("PREPARE")),
        ("SAVEPOINT x", Opaque()),
        ("ROLLBACK TO x", Opaque()),
        ("SELECT 'CREATE INDEX CONCURRENTLY'", Opaque()),
    ],
)
def test_effects(text: str, expected: Effect) -> None:
    [statement] = split(text, "x")
    assert effect(statement.node) == expected
    assert refuses_transaction(expected) is (
        "CONCURRENTLY" in text and type(expected) in {BuildsIndex, DropsIndex, RebuildsIndexes}
    )


def test_an_index_made_over_for_a_probe() -> None:
    text = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t USING gist (lower(a) DESC) INCLUDE (b) WHERE c > 1"
    assert plain_index_on(text, "probe") == raw(
        "CREATE UNIQUE INDEX ON pg_temp.probe USING gist ((lower(a)) DESC) INCLUDE (b) WHERE c > 1"
    )
