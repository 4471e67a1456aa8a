"""Behaviour that users state in a few lines: `pgplumb.after`, `pgplumb.before` and `pgplumb.refuses`, tried by
Hypothesis on rows drawn for the table."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.errors import DatabaseError
from pgplumb.laws.change import Made, Planned, perform, planned
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.sqlstates import BY_CONSTRAINTS, same_state
from pgplumb.laws.verdict import Failed, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.strategies.breaking import Trial, breaking, drawn_rows
from pgplumb.strategies.promises import constraints

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session

EVENTS = ("insert", "update", "delete")
#: Examples of a behaviour for one of a law: most tell nothing of a rule that is about few rows.
_MORE = 3


class Record(Mapping[str, Any]):
    """A row as functions of behaviour see it: `new.total` or `new["total"]`; None for a column that nobody stated."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"the table has no column {name}") from None

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Record({self._values!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """A function and the changes that it speaks of; `moment` is after, before or refuses."""

    moment: str
    event: str
    table: str
    function: Callable[..., Any]
    sqlstate: str = ""

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Call the function as it was written."""
        return self.function(*given, **named)


def after(event: str, table: str) -> Callable[[Callable[..., Any]], Behaviour]:
    """What holds after each change that the server accepts.

    The function takes any of `old` (the row as it was, None at insert), `new` (as it is stored, None at delete) and
    `db` (a session in the same transaction: `db.value(query, parameters)`, `db.rows(...)`), and asserts. One that has
    a `yield` runs up to it before the change, and goes on after it with `old` and `new` from the yield.
    """
    return _decorator("after", event, table)


def before(event: str, table: str) -> Callable[[Callable[..., Any]], Behaviour]:
    """What holds just before each such change, accepted or not; `new` is the row as the statement has it."""
    return _decorator("before", event, table)


def refuses(event: str, table: str, *, sqlstate: str) -> Callable[[Callable[..., Any]], Behaviour]:
    """Which changes the server refuses, with this SQLSTATE: those for which the function returns something true.

    `new` is the row as the statement has it. 23001 and 23503 count as the same, for what RESTRICT refuses is the one
    from PostgreSQL 18 on and the other before.
    """
    return _decorator("refuses", event, table, sqlstate)


def _decorator(moment: str, event: str, table: str, sqlstate: str = "") -> Callable[[Callable[..., Any]], Behaviour]:
    if event not in EVENTS:
        raise ValueError(f"there is no event {event!r}: it is one of {', '.join(EVENTS)}")

    def decorate(function: Callable[..., Any]) -> Behaviour:
        unknown = set(inspect.signature(function).parameters) - {"old", "new", "db"}
        if unknown:
            raise TypeError(f"{function.__name__} takes {min(unknown)}; it may take old, new and db")
        return Behaviour(moment=moment, event=event, table=table, function=function, sqlstate=sqlstate)

    return decorate


def try_behaviour(behaviour: Behaviour, bench: Bench) -> Verdict:
    """Hold the schema to what the function says, over rows drawn for the table."""
    table = _table(behaviour, bench)
    if table is None:
        return Failed(message=f"There is no table {behaviour.table}.", help="Name it as table, or as schema.table.")
    profile = replace(bench.profile, examples=bench.profile.examples * _MORE)
    drawn = _drawn(behaviour, table, bench)
    # At insert one row is enough; otherwise the one that is there keeps every constraint.
    there = st.none() if behaviour.event == "insert" else _drawn(replace(behaviour, moment="after"), table, bench)
    pairs = st.tuples(drawn, there)
    return search(pairs, profile, lambda pair: _judge(behaviour, planned(behaviour.event, *pair), bench))


def _table(behaviour: Behaviour, bench: Bench) -> ObjectId | None:
    schema, _, name = behaviour.table.rpartition(".")
    id = ObjectId("table", schema or "public", name)
    return id if id in bench.world.tables else None


def _drawn(behaviour: Behaviour, table: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Rows that every constraint accepts; for a refusal that a constraint makes, also such as break one of those."""
    valid = drawn_rows(ObjectId("column", table.schema, "", table.name), bench.scene)
    if behaviour.moment != "refuses":
        return valid
    kinds = BY_CONSTRAINTS.get(behaviour.sqlstate, frozenset())
    mine = (id for id in constraints(bench.catalog) if (id.schema, id.table) == (table.schema, table.name))
    own = [id for id in mine if id.kind in kinds]
    return st.one_of(valid, *(breaking(id, bench.scene) for id in own))


def _judge(behaviour: Behaviour, plan: Planned, bench: Bench) -> None:
    with bench.populated() as session:
        made = perform(session, plan, bench, lambda seen: _start(behaviour, seen, session))
        try:
            _conclude(behaviour, made, session)
        except (AssertionError, DatabaseError) as error:
            said = str(error).strip() or "its assertion does not hold"
            raise Wrong(
                f"{behaviour.function.__name__} does not hold {_when(behaviour)}: {said}",
                script=bench.script(plan.rows, plan.there, f"{made.statement};"),
            ) from error


def _when(behaviour: Behaviour) -> str:
    moment = "for" if behaviour.moment == "refuses" else behaviour.moment
    return f"{moment} this {behaviour.event} of {behaviour.table}"


def _start(behaviour: Behaviour, seen: Made, session: Session) -> Any:
    """What runs before the change: a generator's first half, the whole of `before`, what decides on `refuses`."""
    if behaviour.moment == "after":
        if not inspect.isgeneratorfunction(behaviour.function):
            return None
        started = _called(behaviour, seen, session)
        next(started)
        return started
    try:
        return _called(behaviour, seen, session)
    except AssertionError as error:
        return error


def _conclude(behaviour: Behaviour, made: Made, session: Session) -> None:
    match behaviour.moment:
        case "before":
            if isinstance(made.started, AssertionError):
                raise made.started
        case "refuses":
            _hold_refusal(behaviour, made)
        case _:
            if made.error is not None:
                raise Useless(f"refused: {made.error.primary}")
            if made.started is None:
                _called(behaviour, made, session)
                return
            try:
                made.started.send((_record(made.old), _record(made.new)))
            except StopIteration:
                return


def _hold_refusal(behaviour: Behaviour, made: Made) -> None:
    if isinstance(made.started, AssertionError):
        raise made.started
    if not made.started:
        raise Useless("no row was drawn that has to be refused")
    if made.error is None:
        raise AssertionError(f"it is accepted, and should be refused with {behaviour.sqlstate}")
    if not same_state(made.error.sqlstate, behaviour.sqlstate):
        raise AssertionError(
            f"it is refused with {made.error.sqlstate} ({made.error.primary}), and should be with {behaviour.sqlstate}"
        )


def _called(behaviour: Behaviour, made: Made, session: Session) -> Any:
    given = {"old": _record(made.old), "new": _record(made.new), "db": session}
    wanted = inspect.signature(behaviour.function).parameters
    return behaviour.function(**{name: value for name, value in given.items() if name in wanted})


def _record(values: Mapping[str, Any] | None) -> Record | None:
    return None if values is None else Record(values)
