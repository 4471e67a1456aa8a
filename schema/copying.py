"""How the generators of volumes put rows into tables: by COPY, and without a moment of the run in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import psycopg
    from sqlmodel import SQLModel

#: What the server would put the present moment into.
STAMPS = ("created_at", "updated_at")


def copy(
    cursor: psycopg.Cursor[Any], model: type[SQLModel], columns: str, rows: Iterable[tuple[Any, ...]], made: datetime
) -> None:
    """Put rows with these columns into the table of a model.

    Where the table has `created_at` and `updated_at` and the rows have not, these say when a row was made if it tells
    that itself, and else `made`: the same rows whenever they are generated.
    """
    table = model.__table__  # type: ignore[attr-defined]
    given = columns.split()
    stamps = [name for name in STAMPS if name in table.c and name not in given]
    own = given.index("created_at") if "created_at" in given else None
    names = sql.SQL(", ").join(sql.Identifier(table.c[name].name) for name in (*given, *stamps))
    place = (sql.Identifier(table.schema, table.name) if table.schema else sql.Identifier(table.name),)
    with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(*place, names)) as stream:
        for row in rows:
            at = made if own is None else row[own]
            stream.write_row((*row, *(at for _ in stamps)))
