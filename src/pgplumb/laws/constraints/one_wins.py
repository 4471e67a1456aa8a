"""Of two sessions that insert what may be there once, one wins."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.holding import is_by, is_stored
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.subjects import constraints
from pgplumb.laws.trial import Refused, attempt, ended, prepare, refusal, without
from pgplumb.postgres.session import connect
from pgplumb.strategies.breaking import Trial, twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Query, Session
    from pgplumb.strategies.rows import Row

_KINDS = frozenset({"primary_key", "unique", "exclusion"})
#: Two sessions and a wait take longer than a row: a few examples show as much as many.
_EXAMPLES = 2
_PATIENCE = 20.0
_STEP = 0.002
_BLOCKED = "select cardinality(pg_blocking_pids(%s)) > 0"


class OneWins(Law):
    """Two sessions insert rows of which only one may be there; one of them waits for the other, and is refused.

    Why: this is what a constraint has above any check that reads first and writes then, in a trigger or in the
    application: two of those run at once see nothing of each other. Where a trigger stands in for a constraint,
    both win.

    Instead: a unique or exclusion constraint.
    """

    code = "one_wins"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every primary key, unique and exclusion constraint."""
        return (subject for subject in constraints(bench.catalog) if subject.kind in _KINDS)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert the same twice, by two sessions that both have begun."""
        few = replace(bench.profile, examples=min(bench.profile.examples, _EXAMPLES))
        return search(twins(subject, bench.scene), few, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    second = trial.row
    *needed, first = trial.before
    others = without(trial.besides)
    with bench.crowded() as dsn, connect(dsn) as one, connect(dsn) as other:
        try:
            for statement in others:
                one.execute(statement)
            together = () if _committed(one, needed) else needed
            one.execute("BEGIN")
            for row in (*together, first):
                one.execute(row.insert())
        except DatabaseError as error:
            raise Useless(f"the first row was refused: {refusal(error)}") from error
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_refusal, other, second.insert())
            _until_blocked(waiting, one, other.pid)
            # What is deferred has its say now.
            late = _refusal(one, "COMMIT")
            refused = waiting.result(_PATIENCE)
    if late is not None:
        raise Useless(f"the first row was refused: {late}")
    if is_by(refused, subject):
        return
    if refused is not None:
        raise Useless(f"refused by something else: {refused}")
    with bench.crowded() as dsn, connect(dsn) as session:
        session.execute("BEGIN")
        for statement in others:
            session.execute(statement)
        prepare(session, (*needed, first))
        if attempt(session, second.insert()) is None and not is_stored(session, subject, bench):
            raise Useless("the two rows do not conflict")
        session.execute("ROLLBACK")
    raise Wrong(
        f"Two sessions inserted rows of which {subject.name} allows one, and both were committed.",
        script=bench.script(
            needed,
            (),
            *ended(others),
            "COMMIT;\n\n-- then in one session",
            f"BEGIN;\n{first.insert()};",
            f"-- in another, before the first commits\n{second.insert()};  -- should wait, and be refused",
        ),
    )


def _committed(session: Session, rows: Sequence[Row]) -> bool:
    """Whether the rows stand by themselves; what is deferred may want the next one in their transaction."""
    try:
        with session.transaction():
            for row in rows:
                session.execute(row.insert())
    except DatabaseError:
        return False
    return True


def _until_blocked(second: Future[Refused | None], first: Session, pid: int) -> None:
    """Return once the second session waits for the first, or is done.

    If the first committed before, a trigger that looks at the rows could refuse what the constraint is asked about.
    """
    end = time.monotonic() + _PATIENCE
    while not second.done() and time.monotonic() < end and not first.value(_BLOCKED, [pid]):
        wait([second], _STEP)


def _refusal(session: Session, statement: Query) -> Refused | None:
    try:
        session.execute(statement)
    except DatabaseError as error:
        return refusal(error)
    return None
