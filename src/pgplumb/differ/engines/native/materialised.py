"""A virtual generated column that becomes a plain one: PostgreSQL 18 has no statement for it (ALTER TABLE)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.columns import collation_clause
from pgplumb.differ.engines.native.writing import step, table
from pgplumb.model.given import temporary_name
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Step
    from pgplumb.model.relations import Column


def materialised(found: Column) -> Iterator[Step]:
    """A plain column that holds what the virtual one computes takes its place; nothing else is said of it yet.

    It is stored as generated first: no UPDATE, so that no trigger runs.
    """
    target, name, new = table(found.id), ident(found.id.name), ident(temporary_name(found.id.name, "new"))
    type, value = sql("{}{}", raw(found.type), collation_clause(found)), raw(found.expression)
    yield step(sql("ALTER TABLE {} ADD COLUMN {} {} GENERATED ALWAYS AS ({}) STORED", target, new, type, value), "fill")
    yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP EXPRESSION", target, new))
    yield step(sql("ALTER TABLE {} DROP COLUMN {}", target, name), "drop")
    yield step(sql("ALTER TABLE {} RENAME COLUMN {} TO {}", target, new, name), "rename")
