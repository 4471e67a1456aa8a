"""What the server computes, nobody else decides: GENERATED ALWAYS, as an identity or an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.trial import attempt, prepare
from pgplumb.model.relations import Column
from pgplumb.strategies.breaking import drawn_rows
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.breaking import Trial

#: generated_always (PostgreSQL, Appendix A): a value was stated for what the server computes.
_ALWAYS = "428C9"


class ServerDecides(Law):
    """A column that is GENERATED ALWAYS has the value that the server computes, and refuses any other.

    Why: an identity that takes stated numbers runs into them later; BY DEFAULT does, and so does a serial. Of a
    generated column the stored value is to be its expression's, also after triggers have changed the row: a BEFORE
    trigger runs before it is computed, and an expression over a function that is IMMUTABLE by name only goes stale.

    Instead: GENERATED ALWAYS for numbers that nobody states, and functions in expressions that are immutable in truth.
    """

    code = "server_decides"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Identities that are always generated, and generated columns."""
        for found in bench.catalog.of(Column):
            table = found.id._replace(kind="table", name=found.id.table, table="")
            if table in bench.world.tables and (found.generated or found.identity == "a"):
                yield found.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """State a value; then let the server decide, and compare."""
        return search(drawn_rows(subject, bench.scene), bench.profile, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    column = bench.catalog.objects[subject]
    assert isinstance(column, Column)
    table, name = ident(subject.schema, subject.table), ident(subject.name)
    row = trial.row.without([subject.name])
    # The value does not matter: what is always generated refuses any, before anything else is looked at.
    stated = sql("INSERT INTO {} ({}) VALUES (NULL)", table, name)
    with bench.populated() as session:
        refused = attempt(session, stated)
        if refused is None or refused.sqlstate != _ALWAYS:
            raise Wrong(f"{subject.table}.{subject.name} took a value that was stated.", script=f"{stated};\n")
        prepare(session, trial.before)
        if refused := attempt(session, row.insert()):
            raise Useless(f"refused: {refused}")
        if not column.generated:
            return
        # The expression over the stored row, as the catalog prints it.
        differs = sql(
            "SELECT count(*) FROM ONLY {} WHERE {} IS DISTINCT FROM ({})", table, name, raw(column.expression)
        )
        if session.value(differs):
            raise Wrong(
                f"{subject.table}.{subject.name} is not what its expression gives for the stored row.",
                script=bench.script(trial.before, trial.there, f"{row.insert()};", f"{differs};  -- should be 0"),
            )
