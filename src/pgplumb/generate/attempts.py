"""Writes the INSERT statements that are tried for a table, and the UPDATEs that tie its rows to later tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.candidates import cast
from pgplumb.generate.choose import writable
from pgplumb.generate.shape import is_optional
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from pgplumb.generate.choose import Choice
    from pgplumb.generate.shape import ForeignKey, Shape
    from pgplumb.model.ids import ObjectId

#: Every so many attempts, one states every value, and one leaves to the server all that it can.
_TURN = 4
_FULL, _LEAN = 0, 1


def attempts(
    shape: Shape,
    chosen: Sequence[Choice],
    tries: int,
    random: Random,
    place: Callable[[int], int],
    newest: ObjectId | None = None,
) -> Iterator[Sql]:
    """`tries` different INSERT statements, each of one row at most: none where a row to refer to is missing.

    `place` tells for the number of an attempt which of the rows to refer to it takes; of the table `newest` it is the
    one that was written last.
    """
    shifts = [random.randrange(97) for _ in chosen]
    for number in range(tries):
        mode = number % _TURN
        values: dict[str, Sql] = {}
        for choice, shift in zip(chosen, shifts, strict=True):
            # Each once, so that unique columns get different values; then by chance, for other combinations.
            turn = number if number < len(choice.rows) else random.randrange(len(choice.rows))
            row = choice.rows[(turn + shift) % len(choice.rows)]
            for name, value in zip(choice.columns, row, strict=True):
                if not _left_out(shape, name, mode, random):
                    values[name] = _constant(shape, name, value)
        yield _insert(shape, values, _followed(shape, mode, random), place(number), newest)


def links(shape: Shape, order: Sequence[Shape]) -> list[Sql]:
    """Statements that point one row to tables that are filled after its own, where its keys may be NULL."""
    place = [each.id for each in order].index(shape.id)
    later = {each.id for each in order[place:]}
    return [_link(shape, key) for key in shape.keys if key.target in later and is_optional(shape, key)]


def _left_out(shape: Shape, name: str, mode: int, random: Random) -> bool:
    """Whether the row leaves the number to the sequence."""
    return name in shape.numbered and (mode == _LEAN or (mode > _LEAN and random.random() < 0.5))


def _constant(shape: Shape, name: str, value: str | None) -> Sql:
    column = shape.column(name)
    assert column is not None
    return cast(value, raw(column.type))


def _followed(shape: Shape, mode: int, random: Random) -> list[ForeignKey]:
    """The keys for which the row takes values of another row; the others stay NULL."""
    return [
        key
        for key in shape.keys
        if not is_optional(shape, key) or mode == _FULL or (mode > _LEAN and random.random() < 0.5)
    ]


def _insert(
    shape: Shape, values: dict[str, Sql], keys: Sequence[ForeignKey], place: int, newest: ObjectId | None
) -> Sql:
    table = ident(shape.id.schema, shape.id.name)
    sources: list[Sql] = []
    conditions: list[Sql] = []
    taken: dict[str, Sql] = {}
    for position, key in enumerate(keys):
        if key.target == shape.id and not is_optional(shape, key):
            _refer_to_itself(shape, key, values)
            continue
        alias = raw(f"r{position}")
        target = ident(key.target.schema, key.target.name)
        sources.append(sql("{} AS {}", target, alias))
        if key.target == newest:
            conditions.append(sql("{}.ctid = (SELECT max(ctid) FROM ONLY {})", alias, target))
        for column, referenced in zip(key.columns, key.referenced, strict=True):
            found = sql("{}.{}", alias, ident(referenced))
            conditions.append(sql("{} = {}", found, taken.get(column, found)))
            taken.setdefault(column, found)
            values.pop(column, None)
    values |= {name: raw("NULL") for name in sorted(shape.key_columns - taken.keys() - values.keys())}
    values = {name: value for name, value in values.items() if _takes(shape, name)}
    names = [*values, *taken]
    if not names:
        return sql("INSERT INTO {} DEFAULT VALUES", table)
    stated = join(", ", map(ident, names))
    head = sql("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE", table, stated)
    if not taken:
        return sql("{} VALUES ({})", head, join(", ", list(values.values())))
    carried = [sql("{} AS v{}", found, raw(str(position))) for position, found in enumerate(taken.values())]
    order = join(", ", [sql("{}::text", found) for found in taken.values()])
    outer = join(", ", [*values.values(), *(raw(f"v{position}") for position in range(len(taken)))])
    return sql(
        "{head} SELECT {outer} FROM (SELECT {carried}, row_number() OVER (ORDER BY {order}) - 1 AS place,"
        " count(*) OVER () AS places FROM {sources} WHERE {conditions}) AS referred"
        " WHERE place = {wanted} % places",
        head=head,
        outer=outer,
        carried=join(", ", carried),
        order=order,
        sources=join(", ", sources),
        conditions=join(" AND ", conditions),
        wanted=raw(str(place)),
    )


def spread(number: int) -> int:
    """Every other attempt refers to the first row, where tables with a parent in common meet; the others to any."""
    return number // 2 if number % 2 else 0


def in_turn(number: int) -> int:
    """Each row in turn, so that no parent is left out."""
    return number


def _refer_to_itself(shape: Shape, key: ForeignKey, values: dict[str, Sql]) -> None:
    """A key that is never NULL, to the table itself: the first row can refer to no other."""
    for column, referenced in zip(key.columns, key.referenced, strict=True):
        own = shape.column(referenced)
        assert own is not None
        values.setdefault(referenced, cast("1", raw(own.type)))
        values[column] = values[referenced]


def _takes(shape: Shape, name: str) -> bool:
    column = shape.column(name)
    return column is not None and (writable(column) or bool(column.identity))


def _link(shape: Shape, key: ForeignKey) -> Sql:
    table, target = ident(shape.id.schema, shape.id.name), ident(key.target.schema, key.target.name)
    columns = join(", ", map(ident, key.columns))
    referenced = join(", ", map(ident, key.referenced))
    return sql(
        "UPDATE {table} SET ({columns}) = (SELECT {referenced} FROM {target} ORDER BY ({referenced})::text LIMIT 1)"
        " WHERE ctid = (SELECT max(ctid) FROM ONLY {table})",
        table=table,
        columns=columns,
        referenced=referenced,
        target=target,
    )
