"""Calls of a function with arguments that fit the rows which are there."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from pgplumb.model.relations import Column, Table
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.code import Routine
    from pgplumb.postgres.session import Session

_VALUES, _CALLS = 4, 24
_NUMBERS = ("smallint", "integer", "bigint", "numeric")
_KINDS = (
    ("boolean", ("true", "false")),
    ("timestamp", ("now",)),
    ("date", ("today",)),
    ("interval", ("1 hour",)),
    ("json", ("{}",)),
    ("text", ("some text",)),
    ("character varying", ("some text",)),
)


def calls(session: Session, routine: Routine, bench: Bench) -> list[Sql]:
    """Calls with values of columns that are named as the arguments are; empty where an argument has none."""
    modes = routine.modes or tuple("i" * len(routine.types))
    names = routine.names or ("",) * len(routine.types)
    inputs = [(n, t) for n, t, mode in zip(names, routine.types, modes, strict=True) if mode in "ibv"]
    optional = sum(1 for p in parse_statement(routine.definition).parameters or () if p.defexpr is not None)
    required = inputs[: len(inputs) - optional] if optional else inputs
    pools = [list(_values(session, name, type_, bench)) for name, type_ in required]
    found = []
    for values in islice(product(*pools), _CALLS):
        given = [sql("{}::{}", literal(v), raw(t)) for v, (_, t) in zip(values, required, strict=True)]
        word = raw("call") if routine.kind == "procedure" else raw("select")
        found.append(sql("{} {}({})", word, ident(routine.schema, routine.name), join(", ", given)))
    return found


def _values(session: Session, name: str, type_: str, bench: Bench) -> Iterator[str]:
    stem = name.lower().removeprefix("p_").removeprefix("_").removeprefix("v_").removeprefix("in_")
    found = dict.fromkeys(_from_rows(session, stem, type_, bench))
    if not found and type_.startswith(_NUMBERS):
        found = dict.fromkeys(("1", "2"))
    if not found:
        found = dict.fromkeys(next((values for kind, values in _KINDS if type_.startswith(kind)), ()))
    yield from list(found)[:_VALUES]


def _from_rows(session: Session, stem: str, type_: str, bench: Bench) -> Iterator[str]:
    """Values of columns of the type: of the table's key for `event` or `event_id`, else of columns of the name."""
    wanted = stem.removesuffix("_id").rstrip("s")
    for table in bench.catalog.of(Table):
        for column in bench.catalog.children(table.id):
            if not isinstance(column, Column) or column.type != type_:
                continue
            is_key = column.id.name in {"id", stem} and table.id.name.rstrip("s") == wanted
            if is_key or (column.id.name == stem and stem != "id"):
                query = "select distinct {}::text from {} where {} is not null order by 1 limit 4"
                named = ident(column.id.name)
                yield from (v for (v,) in session.rows(sql(query, named, ident(table.id.schema, table.id.name), named)))
