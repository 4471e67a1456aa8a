"""DET-08: unique keys that count rows which are marked as deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.detectors.indexes import IndexFacts, facts_of, keeping_out
from pgplumb.laws.detectors.meaning import has_fresh_value, holds_primary_key, mentions, referenced_by_key
from pgplumb.laws.facts import once
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_MARKS = (
    "deleted is_deleted deleted_at deleted_on archived is_archived archived_at archived_on removed is_removed "
    "removed_at is_released released_at discarded_at trashed_at"
)
_TYPES = ("boolean", "timestamp", "date")


class UniqueIgnoresSoftDelete(Law):
    """Where rows are marked as deleted, what they were called may be used again.

    Why: a row with `deleted_at` is gone for everybody but the unique constraint. The address of an account that was
    closed cannot be registered again, and the user is told that it is taken (23505).

    Instead: a partial unique index, `CREATE UNIQUE INDEX ON users (email) WHERE deleted_at IS NULL`
    (https://www.postgresql.org/docs/current/indexes-partial.html); for an exclusion constraint the same WHERE. A key
    stays whole where a foreign key refers to it, where it holds the primary key, or where a default makes each value
    anew.
    """

    code = "unique_ignores_soft_delete"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Unique and exclusion constraints, and unique indexes, of tables with a column that marks deleted rows."""
        return (index.id for index in keeping_out(bench) if _marks_of(index, bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for one of the marks in the predicate or in the key."""
        index = facts_of(subject, bench)
        marks = _marks_of(index, bench)
        mark = marks[0]
        if any(mentions(index, each) for each in marks) or referenced_by_key(index, bench):
            return Passed()
        if holds_primary_key(index, bench) or has_fresh_value(index, bench):
            return Passed()
        return Failed(
            message=f"{subject.name} also counts rows that {mark} marks as deleted: their values cannot be used again.",
            help=f"Make it a partial index over the rows that {mark} leaves, or allow it if values never come back.",
        )


@once
def _marks(bench: Bench) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for column in bench.catalog.of(Column):
        if column.id.name.lower() in _MARKS.split() and column.type.startswith(_TYPES):
            table = (column.id.schema, column.id.table)
            found[table] = (*found.get(table, ()), column.id.name)
    return found


def _marks_of(index: IndexFacts, bench: Bench) -> tuple[str, ...]:
    return _marks(bench).get((index.schema, index.table), ())
