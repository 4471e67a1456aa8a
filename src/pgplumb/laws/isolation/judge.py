"""Runs the same statements with other tenants' rows there, and without: what differs goes from tenant to tenant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.isolation.instruments import HELPERS, ONE
from pgplumb.laws.probe import undone
from pgplumb.syntax.sql import ident, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.laws.isolation.acting import Person
    from pgplumb.laws.isolation.stage import Stage
    from pgplumb.laws.isolation.trials import Trial
    from pgplumb.syntax.sql import Sql

_DENIED = "42501"
_WRITES = ("INSERT", "UPDATE", "DELETE")
_SNAPSHOT = sql("select {}(%s)", ident(HELPERS, "others"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that a statement tells who runs it; the words of a message are for people, and not compared."""

    rows: tuple[tuple[str | None, ...], ...] | None = None
    count: int = -1
    sqlstate: str = ""
    constraint: str = ""
    message: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.sqlstate:
            return f"refused: {self.message} ({self.sqlstate})"
        number = len(self.rows) if self.rows is not None else max(self.count, 0)
        return f"{number} row{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a trial gave: what was seen, and whether rows of other tenants are not what they were."""

    seen: Seen
    changed: bool

    @property
    def denied(self) -> bool:
        """Whether a grant or a policy refused."""
        return self.seen.sqlstate == _DENIED

    @property
    def stands(self) -> bool:
        """Whether the last statement did something."""
        return not self.seen.sqlstate and bool(self.seen.rows or self.seen.count > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A trial with both of its outcomes: `among` others' rows, and `alone`."""

    trial: Trial
    among: Outcome
    alone: Outcome

    @property
    def leaks(self) -> bool:
        """Whether anything went from tenant to tenant."""
        if self.trial.before:
            return self.among.changed
        if self.trial.law == "tenant_keys":
            return self.differs and self.among.seen.constraint in {"", self.trial.subject.name}
        return self.among.changed or self.differs

    @property
    def differs(self) -> bool:
        """Whether the two can be told apart."""
        return self.among.seen != self.alone.seen

    @property
    def tells(self) -> bool:
        """Whether the trial came as far as what is on trial: nothing else refused it in both."""
        if self.differs:
            return True
        seen = self.among.seen
        return not seen.sqlstate or self.among.denied or seen.constraint == self.trial.subject.name


def compare(stage: Stage, person: Person, trials: Sequence[Trial]) -> list[Compared]:
    """Both outcomes of every trial."""
    among = run(stage, person, trials)
    again = run(stage, person, [trial for trial in trials if trial.law == "tenant_routes"])
    with undone(stage.session):
        stage.clear(person.tenant)
        alone = run(stage, person, trials)
    # What comes out differently by itself, as a random number does, tells nothing by its value.
    repeated = iter(again)
    found = []
    for trial, first, second in zip(trials, among, alone, strict=True):
        varies = trial.law == "tenant_routes" and next(repeated).seen != first.seen
        found.append(
            Compared(trial=trial, among=_counted(first), alone=_counted(second))
            if varies
            else Compared(trial=trial, among=first, alone=second)
        )
    return found


def _counted(outcome: Outcome) -> Outcome:
    """The outcome without values."""
    seen = outcome.seen
    rows = None if seen.rows is None else tuple(() for _ in seen.rows)
    plain = Seen(rows=rows, count=seen.count, sqlstate=seen.sqlstate, constraint=seen.constraint, message=seen.message)
    return Outcome(seen=plain, changed=outcome.changed)


def run(stage: Stage, person: Person, trials: Sequence[Trial]) -> list[Outcome]:
    """Each trial by itself, in the database as it is."""
    tenant = [person.tenant or None]
    with stage.acting(person):
        before = stage.session.value(_SNAPSHOT, tenant)
        return [_one(stage, person, trial, before, tenant) for trial in trials]


def _one(stage: Stage, person: Person, trial: Trial, before: str, tenant: list[str | None]) -> Outcome:
    session = stage.session
    with undone(session):
        if trial.before:
            try:
                session.execute("set local role none")
                for statement in trial.before:
                    session.execute(statement)
                session.execute(sql("set local role {}", ident(person.actor.role)))
            except DatabaseError as error:
                return Outcome(seen=_refused(error), changed=False)
            before = session.value(_SNAPSHOT, tenant)
        if trial.point:
            session.execute("select set_config(%s, %s, true)", [ONE, trial.point])
        try:
            for statement in _pointed(trial):
                seen = _observe(stage, statement)
            if not statement.startswith("SELECT"):
                session.execute(raw("set constraints all immediate"))
        except DatabaseError as error:
            return Outcome(seen=_refused(error), changed=False)
        idle = trial.law == "tenant_reads" or (seen.count == 0 and statement.startswith(_WRITES))
        after = before if idle else session.value(_SNAPSHOT, tenant)
        return Outcome(seen=seen, changed=after != before)


def _pointed(trial: Trial) -> tuple[Sql, ...]:
    if trial.guarded or not trial.point:
        return trial.statements
    where = sql(" WHERE tableoid::text || ctid::text = {}", literal(trial.point))
    return tuple(sql("{}{}", statement, where) for statement in trial.statements)


def _observe(stage: Stage, statement: Sql) -> Seen:
    if statement.startswith("SELECT"):
        rows = stage.session.rows(statement)
        return Seen(rows=tuple(sorted(rows, key=repr)), count=len(rows))
    return Seen(count=stage.session.execute(statement))


def _refused(error: DatabaseError) -> Seen:
    return Seen(sqlstate=error.sqlstate, constraint=error.constraint, message=error.primary)
