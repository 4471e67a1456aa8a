"""Rows that break one constraint and keep all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from pgplumb.laws.search import Useless
from pgplumb.laws.subjects import NOT_NULL, object_of
from pgplumb.model.relations import Constraint
from pgplumb.strategies.fresh import fresh
from pgplumb.strategies.rows import Row
from pgplumb.strategies.values import values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.tables import DrawnTable

T = TypeVar("T")

#: What a refusal says of each kind: SQLSTATE (PostgreSQL, Appendix A).
SQLSTATES = {
    "check": "23514",
    NOT_NULL: "23502",
    "unique": "23505",
    "primary_key": "23505",
    "foreign_key": "23503",
    "exclusion": "23P01",
}
#: Constraints that it takes two rows to break.
_PAIRS = frozenset({"primary_key", "unique", "exclusion"})

#: How often a key is drawn anew that somebody has.
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Rows to insert one after another, the last one on trial; none where none was found, with the reason.

    `there` are rows in the filled database that it is on trial against.
    """

    rows: Sequence[Row]
    there: Sequence[Row] = ()
    reason: str = "no row was found that fits"

    @property
    def row(self) -> Row:
        """The row on trial; raises Useless where there is none."""
        if not self.rows:
            raise Useless(self.reason)
        return self.rows[-1]

    @property
    def before(self) -> Sequence[Row]:
        """The rows that have to be there before it."""
        return self.rows[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A trial's row, and what it is changed to; None where nothing was found."""

    trial: Trial
    after: Row | None

    @property
    def update(self) -> Row:
        """The columns that change, with their new values; raises Useless where there are none."""
        row = self.trial.row
        if self.after is None:
            raise Useless(self.trial.reason)
        changed = {n: v for n, v in self.after.values.items() if n not in row.values or row.values[n] != v}
        if not changed:
            raise Useless("the row breaks it as it is")
        return Row(row.table, changed, row.types)


def table_of(subject: ObjectId, bench: Bench) -> DrawnTable:
    """The table that a constraint belongs to."""
    return bench.world.tables[subject._replace(kind="table", name=subject.table, table="")]


def columns_of(subject: ObjectId, bench: Bench) -> tuple[str, ...]:
    """The columns that a constraint is about; none for one over expressions alone."""
    found = bench.catalog.objects[object_of(subject)]
    return found.columns if isinstance(found, Constraint) else (subject.name,)


def drawn_rows(subject: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Rows that break nothing, of the table that the subject belongs to."""
    return _trials(lambda draw, table, near: Trial(rows=_fresh(draw, table, bench, near=near)), subject, bench)


def breaking(subject: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Rows that break the constraint alone."""

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Trial:
        if subject.kind in _PAIRS:
            return _twin(draw, table, near, subject, bench)
        return Trial(rows=_broken(draw, table, subject, bench, near=near))

    return _trials(make, subject, bench)


def updates(subject: ObjectId, bench: Bench) -> SearchStrategy[Change]:
    """Rows that break nothing, and changes of theirs that break the constraint alone."""
    known = bench.known.rows.get(table_of(subject, bench).id, ())

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Change:
        rows = _fresh(draw, table, bench, near=near)
        if not rows:
            return Change(trial=Trial(rows=()), after=None)
        same: dict[str, Any] = {"near": rows[-1], "loose": frozenset()}
        if subject.kind not in _PAIRS:
            found = _broken(draw, table, subject, bench, **same)
            return Change(trial=Trial(rows=rows), after=found[-1] if len(found) == 1 else None)
        other = draw(st.sampled_from(known)) if known else None
        if other is None:
            return Change(trial=Trial(rows=()), after=None)
        shared = {name: other.values.get(name) for name in columns_of(subject, bench) if name in table.kinds}
        found = _fresh(draw, table, bench, given=shared, broken=subject.name, **same)
        return Change(trial=Trial(rows=rows, there=(other,)), after=found[-1] if len(found) == 1 else None)

    return _trials(make, subject, bench)


def _broken(draw: DrawFn, table: DrawnTable, subject: ObjectId, bench: Bench, **wanted: Any) -> Sequence[Row]:
    match subject.kind:
        case "check":
            return _fresh(draw, table, bench, violated=subject.name, **wanted)
        case "not_null":
            return _fresh(draw, table, bench, given={subject.name: None}, **wanted)
        case _:
            return _dangling(draw, table, subject, bench, **wanted)


def _trials(make: Callable[[DrawFn, DrawnTable, Row | None], T], subject: ObjectId, bench: Bench) -> SearchStrategy[T]:
    table = table_of(subject, bench)
    known = bench.known.rows.get(table.id, ())

    @st.composite
    def drawn(draw: DrawFn) -> T:
        near = draw(st.sampled_from([*known, None])) if known else None
        return make(draw, table, near)

    return drawn()


def _fresh(draw: DrawFn, table: DrawnTable, bench: Bench, **wanted: Any) -> Sequence[Row]:
    return fresh(draw, table, bench.known.rows, bench.world, **wanted)


def twins(subject: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Two new rows of which the constraint allows one."""

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Trial:
        return _twin_of(draw, table, _fresh(draw, table, bench, near=near), subject, bench)

    return _trials(make, subject, bench)


def _twin(draw: DrawFn, table: DrawnTable, near: Row | None, subject: ObjectId, bench: Bench) -> Trial:
    """A row that equals one that is there in what the constraint compares; a new one where none is there."""
    if near is None:
        return _twin_of(draw, table, _fresh(draw, table, bench), subject, bench)
    found = _twin_of(draw, table, (near,), subject, bench)
    return replace(found, rows=found.rows[1:], there=(near,))


def _twin_of(draw: DrawFn, table: DrawnTable, first: Sequence[Row], subject: ObjectId, bench: Bench) -> Trial:
    """The rows, and one more that equals the last in what the constraint compares, and in nothing else that may not."""
    if not first:
        return Trial(rows=())
    one = first[-1]
    columns = columns_of(subject, bench)
    shared = {name: one.values.get(name) for name in columns if name in table.kinds}
    if subject.kind != "exclusion" and None in shared.values() and _distinct(table, subject):
        return Trial(rows=(), reason="NULL equals no other value, and no row without one was found")
    for unique in table.uniques:
        if unique.name != subject.name and set(unique.columns) <= set(columns):
            return Trial(rows=(), reason=f"{unique.name} refuses the same rows")
    there = {**bench.known.rows, table.id: (*bench.known.rows.get(table.id, ()), one)}
    rows = fresh(draw, table, there, bench.world, near=one, given=shared, broken=subject.name)
    return Trial(rows=(*first, *rows) if rows else ())


def _distinct(table: DrawnTable, subject: ObjectId) -> bool:
    return any(unique.name == subject.name and unique.nulls_distinct for unique in table.uniques)


def _dangling(draw: DrawFn, table: DrawnTable, subject: ObjectId, bench: Bench, **wanted: Any) -> Sequence[Row]:
    """A row that refers to a row that is not there."""
    key = next(key for key in table.keys if key.name == subject.name)
    rows = [row for holder in bench.world.holders(key.target) for row in bench.known.rows.get(holder, ())]
    taken = {row.key(key.referenced) for row in rows}
    shared = {name for other in table.keys if other.name != key.name for name in other.columns}
    free = [name for name in key.columns if name not in shared] or list(key.columns)
    base = draw(st.sampled_from(rows)) if rows else None
    pairs = zip(key.columns, key.referenced, strict=True)
    given = {} if base is None else {name: base.values.get(other) for name, other in pairs}
    for _ in range(_TRIES):
        absent = {name: draw(values(table.kinds[name], bench.catalog)) for name in free}
        found = _fresh(draw, table, bench, given={**given, **absent}, **wanted)
        if found and None not in (said := found[-1].key(key.columns)) and said not in taken:
            return found
    return ()
