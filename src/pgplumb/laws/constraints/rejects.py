"""A constraint refuses a row that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.subjects import constraints
from pgplumb.laws.trial import Refused, attempt, attempt_without_triggers, prepare
from pgplumb.strategies.breaking import Trial, breaking, table_of
from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row

#: What a refusal says of each kind: SQLSTATE (PostgreSQL, Appendix A).
SQLSTATES = {
    "check": "23514",
    "not_null": "23502",
    "unique": "23505",
    "primary_key": "23505",
    "foreign_key": "23503",
    "exclusion": "23P01",
}


class Rejects(Law):
    """A row that breaks a constraint, and nothing else, is refused by that constraint: by its SQLSTATE and its name.

    Why: a constraint that is there need not be in force. A trigger may rewrite what it should have refused, a NULL may
    pass where nobody thought of it, the constraint may be NOT ENFORCED, or say less than was meant.

    Instead: read the row that went through, and write the constraint so that it refuses it.
    """

    code = "rejects"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every constraint of a table."""
        return constraints(bench.catalog)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert rows that break it alone."""
        return search(breaking(subject, bench.scene), bench.profile, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    row = trial.row
    with bench.populated() as session:
        prepare(session, trial.before)
        refused = attempt(session, row.insert())
        if refused is not None and not is_by(refused, subject):
            refused = attempt_without_triggers(session, row.table, row.insert())
        kept = refused is None and subject.kind == "not_null" and not has_null(session, subject)
    if is_by(refused, subject) or kept:
        return
    if refused is not None:
        raise Useless(f"refused by something else: {refused}")
    if not is_broken_by(row, subject, bench):
        raise Useless("no row is known that breaks it")
    raise Wrong(
        f"A row that breaks {subject.name} was accepted.",
        script=bench.script(trial.before, trial.there, f"{row.insert()};  -- should be refused"),
    )


def is_by(refused: Refused | None, subject: ObjectId) -> bool:
    """Whether it was this constraint that refused; of NOT NULL the server tells the column."""
    if refused is None or refused.sqlstate != SQLSTATES[subject.kind]:
        return False
    if subject.kind == "not_null":
        return (refused.table, refused.column) == (subject.table, subject.name)
    return refused.constraint == subject.name


def is_broken_by(row: Row, subject: ObjectId, bench: Bench) -> bool:
    """Whether the server, too, says that a check is FALSE for the row as it is stated."""
    if subject.kind != "check":
        return True
    (check,) = (check for check in table_of(subject, bench.world).shape.checks if check.name == subject.name)
    stated = join(
        ", ", [sql("{}::{} AS {}", row.literal(name), raw(row.types[name]), ident(name)) for name in row.values]
    )
    with bench.transaction() as session:
        return session.value(sql("SELECT ({}) IS FALSE FROM (SELECT {}) AS stated", check.text, stated)) is True


def has_null(session: Session, subject: ObjectId) -> bool:
    """Whether a row with NULL was stored; a trigger may have put a value in its place."""
    table = ident(subject.schema, subject.table)
    return bool(session.value(sql("SELECT EXISTS (SELECT FROM {} WHERE {} IS NULL)", table, ident(subject.name))))
