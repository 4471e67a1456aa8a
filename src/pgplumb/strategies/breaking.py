"""Rows that break one constraint and keep all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from pgplumb.model.relations import Constraint
from pgplumb.strategies.fresh import clashes, fresh, with_rows
from pgplumb.strategies.plain import Range
from pgplumb.strategies.promises import condition_of, excluded_by, object_of
from pgplumb.strategies.rows import Row
from pgplumb.strategies.values import values
from pgplumb.syntax.parse import column_names, parse_expression
from pgplumb.syntax.sql import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.fresh import There
    from pgplumb.strategies.tables import DrawnTable, Unique, World

T = TypeVar("T")

#: Constraints that it takes two rows to break.
_PAIRS = frozenset({"primary_key", "unique", "exclusion"})

#: How often a key is drawn anew that somebody has.
_TRIES = 5


class NothingFits(Exception):
    """No row was found for a trial, and why."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The tables, and the rows that are there: what new rows refer to, and must not equal."""

    world: World
    there: There


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Rows to insert one after another, the last one on trial; none where none was found, with the reason.

    `there` are rows of the scene that it is on trial against. `besides` are other unique constraints and indexes that
    refuse it too, and would answer in place of the one on trial.
    """

    rows: Sequence[Row]
    there: Sequence[Row] = ()
    besides: Sequence[ObjectId] = ()
    reason: str = "no row was found that fits"

    @property
    def row(self) -> Row:
        """The row on trial; raises NothingFits where there is none."""
        if not self.rows:
            raise NothingFits(self.reason)
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
        """The columns that change, with their new values; raises NothingFits where there are none."""
        row = self.trial.row
        if self.after is None:
            raise NothingFits(self.trial.reason)
        changed = {n: v for n, v in self.after.values.items() if n not in row.values or row.values[n] != v}
        if not changed:
            raise NothingFits("the row breaks it as it is")
        return Row(row.table, changed, row.types)


def table_of(subject: ObjectId, world: World) -> DrawnTable:
    """The table that a constraint, a column or a default belongs to; its first partition, where it is partitioned."""
    return world.tables[world.holders(subject._replace(kind="table", name=subject.table, table=""))[0]]


def columns_of(subject: ObjectId, scene: Scene) -> tuple[str, ...]:
    """The columns that a constraint is about, within expressions and in its condition too."""
    found = scene.world.catalog.objects[object_of(subject)]
    if not isinstance(found, Constraint):
        return (subject.name,)
    return (*excluded_by(found), *sorted(condition_of(found))) if subject.kind == "exclusion" else found.columns


def drawn_rows(subject: ObjectId, scene: Scene) -> SearchStrategy[Trial]:
    """Rows that break nothing, of the table that the subject belongs to."""
    return _trials(lambda draw, table, near: Trial(rows=_fresh(draw, table, scene, near=near)), subject, scene)


def breaking(subject: ObjectId, scene: Scene, bases: Sequence[Trial] = ()) -> SearchStrategy[Trial]:
    """Rows that break the constraint alone; like one of `bases`, which break nothing, in all else, where there are any.

    What it takes two rows to break is drawn without them, and may break other unique constraints: the trial names them.
    """

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Trial:
        if subject.kind in _PAIRS:
            return _twin(draw, table, near, subject, scene, _same_keys(table, subject))
        if bases:
            base = draw(st.sampled_from(bases))
            found = _broken(draw, table, subject, scene, near=base.row, loose=frozenset())
            return Trial(rows=(*base.before, *found) if found else ())
        return Trial(rows=_broken(draw, table, subject, scene, near=near))

    return _trials(make, subject, scene)


def breaking_alone(subject: ObjectId, scene: Scene) -> SearchStrategy[Trial]:
    """Rows that break the constraint, and no other one at all."""

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Trial:
        if subject.kind in _PAIRS:
            return _twin(draw, table, near, subject, scene, frozenset({subject.name}))
        return Trial(rows=_broken(draw, table, subject, scene, near=near))

    return _trials(make, subject, scene)


def updates(subject: ObjectId, scene: Scene, bases: Sequence[Trial] = ()) -> SearchStrategy[Change]:
    """Rows that break nothing, `bases` where there are any, and changes of theirs that break the constraint alone."""
    known = scene.there.get(table_of(subject, scene.world).id, ())

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Change:
        rows = draw(st.sampled_from(bases)).rows if bases else _fresh(draw, table, scene, near=near)
        if not rows:
            return Change(trial=Trial(rows=()), after=None)
        same: dict[str, Any] = {"near": rows[-1], "loose": frozenset()}
        if subject.kind not in _PAIRS:
            found = _broken(draw, table, subject, scene, **same)
            return Change(trial=Trial(rows=rows), after=found[-1] if len(found) == 1 else None)
        other = draw(st.sampled_from(known)) if known else None
        if other is None:
            return Change(trial=Trial(rows=()), after=None)
        shared = {name: other.values.get(name) for name in columns_of(subject, scene) if name in table.kinds}
        if reason := _incomparable(table, subject, shared):
            return Change(trial=Trial(rows=(), reason=reason), after=None)
        given = shared | _behind(subject, other, table, scene)
        found = _fresh(draw, table, scene, given=given, broken=_same_keys(table, subject), **same)
        if len(found) != 1:
            return Change(trial=Trial(rows=rows, there=(other,)), after=None)
        besides = clashes(table, found[-1], scene.there, {subject.name})
        return Change(trial=Trial(rows=rows, there=(other,), besides=besides), after=found[-1])

    return _trials(make, subject, scene)


def _broken(draw: DrawFn, table: DrawnTable, subject: ObjectId, scene: Scene, **wanted: Any) -> Sequence[Row]:
    match subject.kind:
        case "check":
            return _fresh(draw, table, scene, violated=subject.name, **wanted)
        case "not_null":
            return _fresh(draw, table, scene, given={subject.name: None}, **wanted)
        case _:
            return _dangling(draw, table, subject, scene, **wanted)


def _trials(make: Callable[[DrawFn, DrawnTable, Row | None], T], subject: ObjectId, scene: Scene) -> SearchStrategy[T]:
    table = table_of(subject, scene.world)
    known = scene.there.get(table.id, ())

    @st.composite
    def drawn(draw: DrawFn) -> T:
        near = draw(st.sampled_from([*known, None])) if known else None
        return make(draw, table, near)

    return drawn()


def _fresh(draw: DrawFn, table: DrawnTable, scene: Scene, **wanted: Any) -> Sequence[Row]:
    return fresh(draw, table, scene.there, scene.world, **wanted)


def twins(subject: ObjectId, scene: Scene) -> SearchStrategy[Trial]:
    """Two new rows of which the constraint allows one."""

    def make(draw: DrawFn, table: DrawnTable, near: Row | None) -> Trial:
        stated = frozenset(columns_of(subject, scene))
        first = _fresh(draw, table, scene, near=near, stated=stated)
        return _twin_of(draw, table, first, subject, scene, _same_keys(table, subject))

    return _trials(make, subject, scene)


def _twin(
    draw: DrawFn, table: DrawnTable, near: Row | None, subject: ObjectId, scene: Scene, broken: frozenset[str]
) -> Trial:
    """A row that equals one that is there in what the constraint compares; a new one where none is there."""
    if near is None:
        stated = frozenset(columns_of(subject, scene))
        return _twin_of(draw, table, _fresh(draw, table, scene, stated=stated), subject, scene, broken)
    found = _twin_of(draw, table, (near,), subject, scene, broken)
    return replace(found, rows=found.rows[1:], there=(near,))


def _twin_of(
    draw: DrawFn,
    table: DrawnTable,
    first: Sequence[Row],
    subject: ObjectId,
    scene: Scene,
    broken: frozenset[str],
) -> Trial:
    """The rows, and one more that equals the last in what the constraint compares, and in nothing else that may not,
    but for constraints that may be `broken`.
    """
    if not first:
        return Trial(rows=())
    one = first[-1]
    columns = columns_of(subject, scene)
    shared = {name: one.values.get(name) for name in columns if name in table.kinds}
    if reason := _incomparable(table, subject, shared):
        return Trial(rows=(), reason=reason)
    given = shared | _behind(subject, one, table, scene)
    there = with_rows(scene.there, first)
    rows = fresh(draw, table, there, scene.world, near=one, given=given, broken=broken)
    if not rows:
        return Trial(rows=())
    return Trial(rows=(*first, *rows), besides=clashes(table, rows[-1], there, {subject.name}))


def _same_keys(table: DrawnTable, subject: ObjectId) -> frozenset[str]:
    """The constraint, and unique ones of the table within whose columns it is, or that are within its own: a row that
    breaks one of them may not be able to keep another.
    """
    own = next((set(unique.columns) for unique in table.uniques if unique.id.name == subject.name), set())
    same = (unique for unique in _own_uniques(table) if own <= set(unique.columns) or own >= set(unique.columns))
    return frozenset({subject.name, *(unique.id.name for unique in same if own)})


def _own_uniques(table: DrawnTable) -> Iterator[Unique]:
    """Those that are not of a partitioned table above it: they can be taken away from the table alone."""
    own = (table.id.schema, table.id.name)
    return (unique for unique in table.uniques if (unique.id.schema, unique.id.table) == own)


def _behind(subject: ObjectId, row: Row, table: DrawnTable, scene: Scene) -> dict[str, Any]:
    """What a row has in the columns from which those of the constraint are generated: equal there, equal in these."""
    compared = columns_of(subject, scene)
    made = [parse_expression(raw(c.expression)) for c in table.shape.columns if c.generated and c.id.name in compared]
    names = {name for tree in made for name in column_names(tree)}
    return {name: row.values.get(name) for name in sorted(names & table.kinds.keys())}


def _incomparable(table: DrawnTable, subject: ObjectId, shared: Mapping[str, Any]) -> str:
    """Why two rows with these values in common tell nothing of the constraint; empty where they do."""
    if subject.kind == "exclusion":
        compared = (shared[name] for name in table.excluding[subject.name] if name in shared)
        return "NULL and empty ranges conflict with nothing" if any(map(_conflicts_never, compared)) else ""
    own = list(_own_uniques(table))
    for unique in table.uniques:
        if unique.id.name == subject.name:
            if unique.nulls_distinct and None in shared.values():
                return "NULL equals no other value, and no row without one was found"
        elif unique not in own and set(unique.columns) <= shared.keys():
            return f"{unique.id.name} refuses the same rows"
    return ""


def _conflicts_never(value: Any) -> bool:
    if isinstance(value, Range):
        return value.is_empty or (value.lower is not None and value.lower == value.upper and value.brackets != "[]")
    return value is None


def _dangling(draw: DrawFn, table: DrawnTable, subject: ObjectId, scene: Scene, **wanted: Any) -> Sequence[Row]:
    """A row that refers to a row that is not there."""
    key = next(key for key in table.keys if key.name == subject.name)
    rows = [row for holder in scene.world.holders(key.target) for row in scene.there.get(holder, ())]
    taken = {row.key(key.referenced) for row in rows}
    shared = {name for other in table.keys if other.name != key.name for name in other.columns}
    free = [name for name in key.columns if name not in shared] or list(key.columns)
    base = draw(st.sampled_from(rows)) if rows else None
    pairs = zip(key.columns, key.referenced, strict=True)
    given = {} if base is None else {name: base.values.get(other) for name, other in pairs}
    known = [set(column) for column in zip(*taken, strict=True)] or [set() for _ in key.columns]
    for _ in range(_TRIES):
        absent = {name: draw(values(table.kinds[name], scene.world.catalog)) for name in free}
        found = _fresh(draw, table, scene, given={**given, **absent}, **wanted)
        said = found[-1].key(key.columns) if found else (None,)
        # Where each value is some row's, a trigger may mend what of them belongs together.
        if None not in said and any(value not in column for value, column in zip(said, known, strict=True)):
            return found
    return ()
