"""A default is a value that its own column may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.accepted import accepted
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search_first
from pgplumb.laws.trial import Refused, attempt, prepare
from pgplumb.model.relations import Default
from pgplumb.strategies.breaking import drawn_rows, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.breaking import Trial

#: The class of errors that a value itself raises: data exceptions (PostgreSQL, Appendix A).
_OF_VALUES = "22"


class DefaultAccepted(Law):
    """No rule about a column alone refuses what its default puts there.

    Why: PostgreSQL looks at a default when it is used. One that its own check, domain or foreign key refuses, or that
    raises an error, is found by the first INSERT that leaves the column out.

    Instead: give a default that keeps every rule of its column, or none.
    """

    code = "default_accepted"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every default of a table that holds rows itself."""
        for found in bench.catalog.of(Default):
            if found.id._replace(kind="table", name=found.id.table, table="") in bench.world.tables:
                yield found.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert rows without the column that are accepted with it."""
        drawn = drawn_rows(subject, bench.scene)
        known = accepted(subject, bench)
        return search_first(known, drawn, bench.profile, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    stated = trial.row
    row = stated.without([subject.name])
    with bench.populated() as session:
        prepare(session, trial.before)
        refused = attempt(session, row.insert())
    if refused is None:
        return
    if not _is_about(refused, subject, bench):
        raise Useless(f"refused: {refused}")
    with bench.populated() as session:
        prepare(session, trial.before)
        if attempt(session, stated.insert()):
            raise Useless(f"refused, with a value of its own too: {refused}")
    raise Wrong(
        f"The default of {subject.table}.{subject.name} is refused: {refused}",
        script=bench.script(trial.before, trial.there, f"{row.insert()};  -- should be accepted"),
    )


def _is_about(refused: Refused, subject: ObjectId, bench: Bench) -> bool:
    """Whether the refusal is of the default for itself, and not for what else is in the row."""
    own = {subject.name}
    table = table_of(subject, bench.world)
    checks = {check.name: check.columns for check in table.shape.checks}
    keys = {key.name: set(key.columns) for key in table.keys}
    match refused.sqlstate:
        case "23514":
            # A check that is none of the table's is a domain's.
            return checks.get(refused.constraint, own) == own
        case "23502":
            return refused.column == subject.name
        case "23503":
            return keys.get(refused.constraint) == own
    return refused.sqlstate.startswith(_OF_VALUES)
