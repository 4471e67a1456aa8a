"""Rows that break one constraint and keep all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.laws.search import Useless
from pgplumb.laws.subjects import NOT_NULL, object_of
from pgplumb.model.relations import Constraint
from pgplumb.strategies.fresh import fresh
from pgplumb.strategies.values import values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.rows import Row
    from pgplumb.strategies.tables import DrawnTable

#: What a refusal says of each kind: SQLSTATE (PostgreSQL, Appendix A).
SQLSTATES = {
    "check": "23514",
    NOT_NULL: "23502",
    "unique": "23505",
    "primary_key": "23505",
    "foreign_key": "23503",
    "exclusion": "23P01",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A row to insert, after another that has to be there; None for a row that could not be drawn, with the reason."""

    row: Row | None
    first: Row | None = None
    reason: str = ""


def table_of(subject: ObjectId, bench: Bench) -> DrawnTable:
    """The table that a constraint belongs to."""
    return bench.world.tables[subject._replace(kind="table", name=subject.table, table="")]


def columns_of(subject: ObjectId, bench: Bench) -> tuple[str, ...]:
    """The columns that a constraint is about; none for one over expressions alone."""
    found = bench.catalog.objects[object_of(subject)]
    return found.columns if isinstance(found, Constraint) else (subject.name,)


def valid(subject: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Rows of the constraint's table that break nothing."""
    return _trials(lambda draw, table, near: Trial(row=_fresh(draw, table, bench, near=near)), subject, bench)


def breaking(subject: ObjectId, bench: Bench) -> SearchStrategy[Trial]:
    """Rows that break the constraint alone."""
    match subject.kind:
        case "check":
            return _trials(
                lambda draw, table, near: Trial(row=_fresh(draw, table, bench, near=near, violated=subject.name)),
                subject,
                bench,
            )
        case "not_null":
            return _trials(
                lambda draw, table, near: Trial(row=_fresh(draw, table, bench, near=near, given={subject.name: None})),
                subject,
                bench,
            )
        case "foreign_key":
            return _trials(lambda draw, table, near: _dangling(draw, table, near, subject, bench), subject, bench)
        case _:
            return _trials(lambda draw, table, near: _twin(draw, table, near, subject, bench), subject, bench)


def given_row(trial: Trial) -> Row:
    """The row of a trial; raises Useless where there is none."""
    if trial.row is None:
        raise Useless(trial.reason or "no row was found that fits")
    return trial.row


def _trials(
    make: Callable[[DrawFn, DrawnTable, Row | None], Trial], subject: ObjectId, bench: Bench
) -> SearchStrategy[Trial]:
    table = table_of(subject, bench)
    known = bench.known.rows.get(table.id, ())

    @st.composite
    def drawn(draw: DrawFn) -> Trial:
        near = draw(st.sampled_from([*known, None])) if known else None
        return make(draw, table, near)

    return drawn()


def _fresh(draw: DrawFn, table: DrawnTable, bench: Bench, **wanted: Any) -> Row | None:
    return fresh(draw, table, bench.known.rows, bench.world, **wanted)


def _twin(draw: DrawFn, table: DrawnTable, near: Row | None, subject: ObjectId, bench: Bench) -> Trial:
    """A row, and one that equals it in what the constraint compares, and in nothing else that has to differ."""
    first = None
    if near is None:
        near = first = _fresh(draw, table, bench)
    if near is None:
        return Trial(row=None)
    columns = columns_of(subject, bench)
    shared = {name: near.values.get(name) for name in columns if name in table.kinds}
    if subject.kind != "exclusion" and None in shared.values() and _distinct(table, subject):
        return Trial(row=None, reason="NULL equals no other value, and no row without one was found")
    for unique in table.uniques:
        if unique.name != subject.name and set(unique.columns) <= set(columns):
            return Trial(row=None, reason=f"{unique.name} refuses the same rows")
    row = _fresh(draw, table, bench, near=near, given=shared, broken=subject.name)
    return Trial(row=row, first=first)


def _distinct(table: DrawnTable, subject: ObjectId) -> bool:
    return any(unique.name == subject.name and unique.nulls_distinct for unique in table.uniques)


def _dangling(draw: DrawFn, table: DrawnTable, near: Row | None, subject: ObjectId, bench: Bench) -> Trial:
    """A row that refers to a row that is not there."""
    key = next(key for key in table.keys if key.name == subject.name)
    rows = [row for holder in bench.world.holders(key.target) for row in bench.known.rows.get(holder, ())]
    taken = {row.key(key.referenced) for row in rows}
    shared = {name for other in table.keys if other.name != key.name for name in other.columns}
    free = [name for name in key.columns if name not in shared] or list(key.columns)
    base = draw(st.sampled_from(rows)) if rows else None
    given: Mapping[str, Any] = (
        {} if base is None else {n: base.values.get(r) for n, r in zip(key.columns, key.referenced, strict=True)}
    )
    for _ in range(5):
        absent = {name: draw(values(table.kinds[name], bench.catalog)) for name in free}
        row = _fresh(draw, table, bench, near=near, given={**given, **absent})
        if row is not None and None not in row.key(key.columns) and row.key(key.columns) not in taken:
            return Trial(row=row)
    return Trial(row=None)
