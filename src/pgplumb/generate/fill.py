"""Puts a few valid rows into every table of a database, or says why a table stays empty."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from pgplumb.generate.attempts import attempts, in_turn, links, spread
from pgplumb.generate.blocks import TOO_SLOW, ask, run_attempts
from pgplumb.generate.choose import choices
from pgplumb.generate.shape import needs, shapes
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Trigger
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pgplumb.generate.blocks import Attempt
    from pgplumb.generate.choose import Choice
    from pgplumb.generate.shape import Shape
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

#: Rows to try at first, and for tables that are still empty then.
_FIRST, _MORE = 8, 40
#: Rows to try together with a new one that they refer to: both have to fit.
_TOGETHER = 120
_ROUNDS = 3

#: Seconds for the rows of a table, which take milliseconds where nothing is amiss.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Filled:
    """Tables that hold rows now, and those that do not, with the reason."""

    filled: tuple[ObjectId, ...]
    unfilled: Mapping[ObjectId, str]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two tables of which a row of the one may need a row of the other that refers to it, at once."""

    parent: Shape
    child: Shape


def fill(session: Session, catalog: Catalog, *, rows: int = 3, seed: int, patience: float = PATIENCE) -> Filled:
    """Up to `rows` valid rows for every table that holds rows itself, the same ones for the same catalog and seed.

    Constraints and triggers are in force; a row that they refuse is not there, but what they ask for at the end of a
    transaction may come along with it. Partitioned tables are filled through their partitions. A table whose rows take
    longer than `patience` seconds stays empty, as where a trigger never ends. The catalog must be that of the session's
    database, and the database one's own.
    """
    run = partial(run_attempts, session, rows=rows, patience=patience)
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    found = shapes(catalog)
    chosen = dict(zip((shape.id for shape in found), choices(session, found, catalog, random), strict=True))
    refused: dict[ObjectId, Any] = {}
    _attempt(run, found, lambda shape: attempts(shape, chosen[shape.id], _FIRST, random, spread), refused)
    held = _held(session, found)
    for _ in range(_ROUNDS):
        empty = _wanting(found, held, refused)
        if not empty:
            break
        # Where nothing was refused, no rows of its parents belong together: these get more that do.
        parents = frozenset[ObjectId]().union(*(needs(shape) for shape in empty if not refused[shape.id]))
        together = [shape for shape in found if shape.id in parents and shape.id in held]
        _attempt(run, together, lambda shape: attempts(shape, chosen[shape.id], _FIRST, random, in_turn), {})
        _attempt(run, empty, lambda shape: attempts(shape, chosen[shape.id], _MORE, random, spread), refused)
        held = _held(session, found)
        pairs = [pair for shape in _wanting(found, held, refused) for pair in _pairs(shape, found, catalog)]
        tried = run([_together(pair, chosen, random) for pair in pairs])
        refused |= {pair.child.id: answer["refused"] for pair, answer in zip(pairs, tried, strict=True)}
        held = _held(session, found)
    run([[(link,) for link in links(shape, found)] for shape in found])
    held = _held(session, found)
    return Filled(
        filled=tuple(shape.id for shape in found if shape.id in held),
        unfilled={shape.id: _reason(shape, refused[shape.id], held) for shape in found if shape.id not in held},
    )


def _attempt(
    run: Callable[[Sequence[Sequence[Attempt]]], Sequence[Mapping[str, Any]]],
    found: Sequence[Shape],
    write: Callable[[Shape], Iterator[Sql]],
    refused: dict[ObjectId, Any],
) -> None:
    statements = [[(statement,) for statement in write(shape)] for shape in found]
    for shape, answer in zip(found, run(statements), strict=True):
        refused[shape.id] = answer["refused"]


def _wanting(found: Sequence[Shape], held: frozenset[ObjectId], refused: Mapping[ObjectId, Any]) -> list[Shape]:
    """The tables without rows, but for those where to try again would only cost the time once more."""
    return [shape for shape in found if shape.id not in held and refused[shape.id] != TOO_SLOW]


def _pairs(shape: Shape, found: Sequence[Shape], catalog: Catalog) -> Iterator[_Pair]:
    """With each table that its rows need, and whose triggers may ask for them at the end of the transaction."""
    above = needs(shape)
    return (_Pair(parent, shape) for parent in found if parent.id in above and _waits(parent, catalog))


def _waits(shape: Shape, catalog: Catalog) -> bool:
    triggers = (child for child in catalog.children(shape.id) if isinstance(child, Trigger))
    return any(parse_statement(trigger.definition).deferrable for trigger in triggers)


def _together(pair: _Pair, chosen: Mapping[ObjectId, Sequence[Choice]], random: Random) -> Sequence[tuple[Sql, ...]]:
    parents = attempts(pair.parent, chosen[pair.parent.id], _TOGETHER, random, in_turn)
    children = attempts(pair.child, chosen[pair.child.id], _TOGETHER, random, in_turn, pair.parent.id)
    return list(zip(parents, children, strict=True))


def _held(session: Session, found: Sequence[Shape]) -> frozenset[ObjectId]:
    """The tables that hold rows; triggers may have filled some, and emptied others."""
    queries = [sql("SELECT to_json(EXISTS (SELECT FROM ONLY {}))", ident(s.id.schema, s.id.name)) for s in found]
    return frozenset(shape.id for shape, answer in zip(found, ask(session, queries), strict=True) if answer)


def _reason(shape: Shape, refused: Sequence[Sequence[str]], held: frozenset[ObjectId]) -> str:
    missing = sorted(str(table) for table in needs(shape) - held)
    if missing:
        return f"it needs rows of {', '.join(missing)}"
    if not refused:
        return "no row was kept"
    if refused == TOO_SLOW:
        return str(TOO_SLOW[0][1])
    (culprit, said), count = Counter((culprit, said if not culprit else "") for culprit, said in refused).most_common(
        1
    )[0]
    return (
        f"{culprit} refused {count} of {len(refused)} rows" if culprit else f"{said} ({count} of {len(refused)} rows)"
    )
