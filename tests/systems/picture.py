"""The entity-relationship picture of a catalog, as Mermaid text: GitHub draws it, and a change is read as text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pgplumb.model.relations import Column, Constraint, Inheritance, Table
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.model.catalog import Catalog

#: What Mermaid's grammar has no place for in the name or the type of a column.
_NO_WORD = re.compile(r"\W+", re.ASCII)
#: What keys are called there.
_MARKS = {"p": "PK", "f": "FK", "u": "UK"}


def picture(catalog: Catalog) -> str:
    """The tables with the columns that keys are of, and a line for each foreign key. Names are only data."""
    partitions = {ident(each.id.schema, each.id.table) for each in catalog.of(Inheritance) if each.bound}
    tables = [name for each in catalog.of(Table) if (name := ident(each.id.schema, each.id.name)) not in partitions]
    constraints: dict[str, list[Constraint]] = defaultdict(list)
    for constraint in catalog.of(Constraint):
        constraints[ident(constraint.id.schema, constraint.id.table)].append(constraint)
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    for column in catalog.of(Column):
        columns[ident(column.id.schema, column.id.table)][column.id.name] = column
    lines = ["erDiagram"]
    for table in tables:
        lines += [f"    {_entity(table)} {{"]
        lines += [f"        {each}" for each in _keys(columns[table], constraints[table])]
        lines += ["    }"]
    for table in tables:
        lines += [f"    {each}" for each in _references(table, columns[table], constraints[table])]
    return "\n".join(lines) + "\n"


def _keys(columns: dict[str, Column], constraints: Sequence[Constraint]) -> Iterator[str]:
    for column in sorted(columns.values(), key=lambda each: each.position):
        types = {each.type for each in constraints if column.id.name in each.columns}
        if marks := [mark for type, mark in _MARKS.items() if type in types]:
            yield f"{_word(column.type)} {_word(column.id.name)} {', '.join(marks)}"


def _references(table: str, columns: dict[str, Column], constraints: Sequence[Constraint]) -> Iterator[str]:
    unique = [set(each.columns) for each in constraints if each.type in ("p", "u")]
    for constraint in constraints:
        if constraint.type == "f":
            parent = "||" if all(columns[name].not_null for name in constraint.columns) else "|o"
            child = "o|" if any(key <= set(constraint.columns) for key in unique) else "o{"
            label = _text(", ".join(constraint.columns))
            yield f'{_entity(constraint.references)} {parent}--{child} {_entity(table)} : "{label}"'


def _entity(table: str) -> str:
    return f'"{_text(table.removeprefix("public."))}"'


def _text(name: str) -> str:
    """A name between quotes: Mermaid's own escapes for what would end them, or be taken for something else."""
    return re.sub(r"[^\w .,$-]", lambda found: f"#{ord(found.group())};", name)


def _word(name: str) -> str:
    word = _NO_WORD.sub("_", name).strip("_")
    return word if word[:1].isalpha() else f"_{word}"
