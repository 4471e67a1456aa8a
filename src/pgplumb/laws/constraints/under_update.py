"""A constraint refuses an UPDATE as it refuses an INSERT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.accepted import accepted
from pgplumb.laws.holding import is_broken_by, is_by, refusal_of
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search_wider
from pgplumb.laws.subjects import constraints
from pgplumb.laws.trial import ended, prepare, without
from pgplumb.strategies.breaking import Change, updates
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row
    from pgplumb.syntax.sql import Sql

#: generated_always (PostgreSQL, Appendix A): no UPDATE at all changes the column.
_ALWAYS = "428C9"


class UnderUpdate(Law):
    """An UPDATE cannot bring a row to where an INSERT could not have put it.

    Why: a rule kept by a trigger for INSERT alone, or a trigger that changes rows on their way in, holds until the
    first correction of a row. Constraints are checked on both, unless something rewrites the row in between.

    Instead: let the trigger fire BEFORE INSERT OR UPDATE, or say it as a constraint.
    """

    code = "under_update"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every constraint of a table."""
        return constraints(bench.catalog)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Update valid rows to values that break it alone."""
        near, wide = (updates(subject, bench.scene, bases) for bases in (accepted(subject, bench), ()))
        return search_wider(near, wide, bench.profile, lambda change: _judge(change, subject, bench))


def _judge(change: Change, subject: ObjectId, bench: Bench) -> None:
    trial, row, update = change.trial, change.trial.row, change.update
    others = without(trial.besides)
    with bench.populated() as session:
        prepare(session, trial.rows)
        statement = update.update(_place(session, row))
        refused = refusal_of([*others, statement], session, subject, bench)
    if is_by(refused, subject) or (refused is not None and refused.sqlstate == _ALWAYS):
        return
    if refused is not None:
        raise Useless(f"refused by something else: {refused}")
    if change.after is None or not is_broken_by(change.after, subject, bench):
        raise Useless("no row is known that breaks it")
    raise Wrong(
        f"An UPDATE brought a row to where it breaks {subject.name}.",
        script=bench.script(
            trial.rows, trial.there, *ended(others), f"{update.update(_newest(row))};  -- should be refused"
        ),
    )


def _place(session: Session, row: Row) -> Sql:
    """Where the newest row is."""
    where = session.value(sql("SELECT max(ctid)::text FROM ONLY {}", ident(row.table.schema, row.table.name)))
    return sql("ctid = {}", raw(f"'{where}'"))


def _newest(row: Row) -> Sql:
    return sql("ctid = (SELECT max(ctid) FROM ONLY {})", ident(row.table.schema, row.table.name))
