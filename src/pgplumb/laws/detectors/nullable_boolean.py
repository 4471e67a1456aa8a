"""DET-05: booleans that are neither true nor false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.facts import is_nullable, tells_of_null
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class NullableBoolean(Law):
    """A boolean column is NOT NULL.

    Why: a row whose `deleted` is NULL is neither among those `WHERE deleted` nor among those `WHERE NOT deleted`; it is
    lost to both. A default does not prevent that, for NULL may be written all the same
    (https://www.postgresql.org/docs/current/functions-logical.html).

    Instead: `boolean NOT NULL DEFAULT false`. Where the third value is meant, as in an answer that is not yet given, a
    comment on the column that says what NULL stands for is enough.
    """

    code = "nullable_boolean"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The boolean columns of tables, but for generated ones."""
        for table in bench.catalog.of(Table):
            for child in bench.catalog.children(table.id):
                if isinstance(child, Column) and child.type == "boolean" and not child.generated:
                    yield child.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for NOT NULL, or for a comment that speaks of NULL."""
        column = bench.catalog.objects[subject]
        assert isinstance(column, Column)
        if not is_nullable(column, bench) or tells_of_null(subject, bench):
            return Passed()
        return Failed(
            message=f"{subject.table}.{subject.name} may be NULL: then it is neither true nor false.",
            help="Make it NOT NULL, or say with COMMENT ON COLUMN what NULL stands for.",
        )
