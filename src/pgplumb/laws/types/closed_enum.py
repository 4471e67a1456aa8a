"""An enum takes its labels, in their order, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.trial import attempt
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.types import Enum
from pgplumb.syntax.sql import ident, join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

#: invalid_text_representation (PostgreSQL, Appendix A).
_NO_SUCH_LABEL = "22P02"


class ClosedEnum(Law):
    """An enum takes each of its labels, sorts by their order, and refuses any other text.

    Why: what is written into the type is exact: 'Paid' and 'paid ' are not 'paid'. Labels that differ only in case or
    in blanks around them are taken for one another by people, and never by the server.

    Instead: one spelling for each label.
    """

    code = "closed_enum"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every enum."""
        return (found.id for found in bench.catalog.of(Enum))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Cast labels and what is nearly one."""
        enum = bench.catalog.objects[subject]
        assert isinstance(enum, Enum)
        plain: dict[str, str] = {}
        for label in enum.labels:
            if (other := plain.setdefault(label.strip().casefold(), label)) != label:
                return Failed(message=f"The labels {other!r} and {label!r} differ only in case or blanks.")
        name = ident(subject.schema, subject.name)
        tried = 0
        with bench.transaction() as session:
            for label in enum.labels:
                for text in (f"{label} ", label.swapcase(), f"{label}_"):
                    if text in enum.labels:
                        continue
                    statement = sql("SELECT {}::{}", literal(text), name)
                    refused = attempt(session, statement)
                    tried += 1
                    if refused is None or refused.sqlstate != _NO_SUCH_LABEL:
                        return Failed(message=f"{subject} took {text!r}.", script=f"{statement};\n")
            labels = join(", ", [sql("({})", literal(label)) for label in enum.labels])
            if enum.labels:
                ordered = sql("SELECT array_agg(l ORDER BY l::{}) FROM (VALUES {}) AS v (l)", name, labels)
                if tuple(session.value(ordered)) != enum.labels:
                    return Failed(
                        message=f"{subject} does not sort by the order of its labels.", script=f"{ordered};\n"
                    )
        return Passed(examples=tried + len(enum.labels))
