"""A sequence gives each number once, and numbers that fit where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.counting import HIGHEST
from pgplumb.model.relations import Column, Default, Sequence
from pgplumb.postgres.session import connect
from pgplumb.syntax.parse import parse_expression, strings
from pgplumb.syntax.sql import ident, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_NUMBERS = 5


class SequenceCounts(Law):
    """A sequence gives two sessions different numbers, does not start again, and ends before its column's type does.

    Why: a sequence that CYCLEs gives numbers that are there already, and one of bigint behind a column of integer goes
    on past what the column can hold: both are errors that come years later, on the busiest table.

    Instead: NO CYCLE for keys, and a sequence of the column's own type, which an identity column makes.
    """

    code = "sequence_counts"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every sequence that is no identity column's."""
        return (found.id for found in bench.catalog.of(Sequence))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Take numbers in two sessions at once, and look at the columns that it numbers."""
        sequence = bench.catalog.objects[subject]
        assert isinstance(sequence, Sequence)
        users = list(_users(sequence, bench))
        for column in users:
            if sequence.cycle:
                return Failed(message=f"{subject} numbers {column.id} and cycles: its numbers come again.")
            if sequence.maximum > HIGHEST.get(column.type, sequence.maximum):
                return Failed(
                    message=f"{subject} goes up to {sequence.maximum}, and {column.id} is {column.type}.",
                    help=f"ALTER SEQUENCE .. AS {column.type}, or widen the column before it is full.",
                )
        following = sql("SELECT nextval({})", literal(str(ident(subject.schema, subject.name))))
        with bench.database() as dsn, connect(dsn) as one, connect(dsn) as other:
            span = (sequence.maximum - sequence.minimum) // abs(sequence.increment)
            numbers = [session.value(following) for _ in range(min(_NUMBERS, span // 2)) for session in (one, other)]
        if len(set(numbers)) < len(numbers):
            return Failed(message=f"{subject} gave a number twice: {numbers}.")
        return Passed(examples=len(numbers))


def _users(sequence: Sequence, bench: Bench) -> Iterator[Column]:
    """The columns whose default takes the sequence's numbers."""
    names = {str(ident(sequence.id.schema, sequence.id.name)), str(ident(sequence.id.name))}
    for default in bench.catalog.of(Default):
        if default.expression.startswith("nextval(") and strings(parse_expression(default.expression)) & names:
            column = bench.catalog.get(default.id._replace(kind="column"))
            if isinstance(column, Column):
                yield column
