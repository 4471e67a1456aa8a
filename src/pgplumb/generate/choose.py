"""Chooses values that satisfy the checks: the server evaluates them over lists of candidates, before any row exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle
from math import prod
from typing import TYPE_CHECKING, Any

from pgplumb.generate.blocks import ask
from pgplumb.generate.candidates import cast, has_few_values, kind_of, values_of
from pgplumb.generate.hints import hints
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import Check, Shape
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.relations import Column
    from pgplumb.postgres.session import Session

#: How many combinations of values the server tries for columns that share checks.
_COMBINATIONS = 3000
_KEPT = 12
_FRESH = 6
_DIGITS = 4

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns whose values must be chosen together, and the combinations that their checks let through."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns that share checks, each with its kind and its candidates; `few` are the places of booleans and enums."""

    columns: tuple[Column, ...]
    kinds: tuple[Kind, ...]
    candidates: tuple[tuple[str | None, ...], ...]
    checks: tuple[Check, ...]
    few: tuple[int, ...]


def choices(
    session: Session, shapes: Sequence[Shape], catalog: Catalog, random: Random, *, violated: str = ""
) -> list[tuple[Choice, ...]]:
    """For each table, the choices for all columns that take values of their own; one round trip.

    A check of the name `violated` is to be FALSE; a group that it is about has no rows where none was found.
    """
    groups = [list(_groups(shape, catalog, random)) for shape in shapes]
    checked = [group for found in groups for group in found if _is_checked(group)]
    seed = str(random.getrandbits(32))
    answers = ask(session, [_query(group, seed, violated) for group in checked])
    # An extreme value may have failed its check with an overflow, which says nothing about the others.
    failed = [place for place, answer in enumerate(answers) if not answer]
    for place, answer in zip(
        failed, ask(session, [_query(_tame(checked[p]), seed, violated) for p in failed]), strict=True
    ):
        answers[place] = answer
    rows = iter(answers)
    return [tuple(_choice(group, rows, violated) for group in found) for found in groups]


def _tame(group: _Group) -> _Group:
    """The group without extreme numbers."""
    return replace(
        group,
        candidates=tuple(
            tuple(value for value in pool if value is None or not value.lstrip("-").isdigit() or len(value) <= _DIGITS)
            or pool
            for pool in group.candidates
        ),
    )


def writable(column: Column) -> bool:
    """Whether a row states a value for the column; numbers of an identity column come from the server."""
    return not column.generated and not column.identity


def _choice(group: _Group, answers: Iterator[Any], violated: str) -> Choice:
    columns = tuple(column.id.name for column in group.columns)
    found = next(answers) if _is_checked(group) else None
    if found:
        return Choice(columns, _balanced([tuple(row) for row in found], group.few))
    if any(check.name == violated for check in group.checks):
        return Choice(columns, ())
    # No check, none satisfied, or one that fails: rows are tried all the same, and refused with a reason.
    longest = max(map(len, group.candidates))
    return Choice(columns, tuple(tuple(each[i % len(each)] for each in group.candidates) for i in range(longest)))


def _balanced(rows: Sequence[Row], few: Sequence[int]) -> tuple[Row, ...]:
    """The rows with each combination of booleans and enums equally often, those at the places `few`.

    `is_archived = (archived_at is not null)` would else hold mostly of archived ones. Two of each come one after the
    other, for attempts state all values and leave some out by turns.
    """
    kinds: dict[Row, list[Row]] = {}
    for row in rows:
        kinds.setdefault(tuple(row[place] for place in few), []).append(row)
    most = max(map(len, kinds.values()), default=0)
    turns = ((kind, turn) for start in range(0, most, 2) for kind in kinds.values() for turn in (start, start + 1))
    return tuple(kind[turn % len(kind)] for kind, turn in turns if turn < most)


def _is_checked(group: _Group) -> bool:
    return bool(group.checks) or any(kind.checks for kind in group.kinds)


def _groups(shape: Shape, catalog: Catalog, random: Random) -> Iterator[_Group]:
    """The columns that take values of their own, those together that a check names together."""
    own = {c.id.name: c for c in shape.columns if writable(c) and c.id.name not in shape.key_columns}
    checks = [check for check in shape.checks if check.columns and check.columns <= own.keys()]
    waiting = list(own)
    while waiting:
        members = {waiting[0]}
        while (wider := members.union(*(c.columns for c in checks if c.columns & members))) != members:
            members = wider
        names = [name for name in waiting if name in members]
        waiting = [name for name in waiting if name not in members]
        held = tuple(check for check in checks if check.columns & members)
        columns = tuple(own[name] for name in names)
        kinds = tuple(kind_of(column.type, catalog) for column in columns)
        pools = [_pool(shape, column, kind, held, catalog, random) for column, kind in zip(columns, kinds, strict=True)]
        few = tuple(place for place, kind in enumerate(kinds) if has_few_values(kind, catalog))
        yield _Group(columns, kinds, tuple(map(tuple, _bounded(pools) if held else pools)), held, few)


def _pool(
    shape: Shape, column: Column, kind: Kind, checks: Sequence[Check], catalog: Catalog, random: Random
) -> list[str | None]:
    """The column's candidates: what its bounds and checks suggest, new values, common ones, the edges, NULL."""
    given = list(shape.bounds.get(column.id.name, ()))
    trees = [check.tree for check in checks if column.id.name in check.columns]
    suggested = [hint for tree in (*trees, *(tree for _, tree in kind.checks)) for hint in hints(tree, kind, random)]
    known = values_of(kind, catalog, random, random.randrange(10**6))
    fresh = [values_of(kind, catalog, random, random.randrange(10**6))[0] for _ in range(_FRESH)] if known else []
    if suggested:
        suggested, fresh = suggested[: _KEPT + 8], fresh[:2]
    found: list[str | None] = list(dict.fromkeys((*suggested, *known[1:4], *fresh, *known[4:])))
    if not found or not (column.not_null or kind.not_null):
        found.insert(min(3, len(found)), None)
    # Half of the rows for a partition shall lie within its bounds.
    return [each for pair in zip(cycle(given), found, strict=False) for each in pair] if given else found


def _bounded(pools: list[list[str | None]]) -> list[list[str | None]]:
    """The pools cut, the longest first, until the server can try every combination."""
    while prod(map(len, pools)) > _COMBINATIONS and max(map(len, pools)) > 2:
        max(pools, key=len).pop()
    return pools


def _query(group: _Group, seed: str, violated: str) -> Sql:
    """A query for a JSON list of combinations, in an order that depends on the seed alone."""
    names = [ident(column.id.name) for column in group.columns]
    sources = join(
        ", ",
        [
            _source(column, kind, candidates)
            for column, kind, candidates in zip(group.columns, group.kinds, group.candidates, strict=True)
        ],
    )
    conditions = join(" AND ", [raw("true"), *(_condition(check, violated) for check in group.checks)])
    texts = join(", ", [sql("{}::text", name) for name in names])
    order = sql("md5(concat_ws('|', {}, {}))", literal(seed), texts)
    if few := [names[place] for place in group.few]:
        order = sql("row_number() OVER (PARTITION BY {} ORDER BY {}), {}", join(", ", few), order, order)
    return sql(
        "SELECT coalesce(json_agg(to_json(ARRAY[{texts}])), '[]') FROM (SELECT * FROM {sources} WHERE {conditions}"
        " ORDER BY {order} LIMIT {kept}) AS chosen",
        texts=texts,
        sources=sources,
        conditions=conditions,
        order=order,
        kept=raw(str(_KEPT)),
    )


def _condition(check: Check, violated: str) -> Sql:
    return sql("({}) IS FALSE" if check.name == violated else "({}) IS NOT FALSE", check.text)


def _source(column: Column, kind: Kind, candidates: Sequence[str | None]) -> Sql:
    """The column's candidates as a one-column table of its name; domains have let them through."""
    name = ident(column.id.name)
    rows = join(", ", [sql("({})", cast(value, kind.printed)) for value in candidates])
    conditions = join(" AND ", [raw("true"), *(sql("({}) IS NOT FALSE", text) for text, _ in kind.checks)])
    # OFFSET 0 keeps the planner from casting to the domain before its checks have let the value through.
    return sql(
        "(SELECT value::{} AS {} FROM (SELECT * FROM (VALUES {}) AS tried (value) WHERE {} OFFSET 0) AS passed) AS {}",
        raw(column.type),
        name,
        rows,
        conditions,
        name,
    )
