"""A virtual generated column that becomes a plain one: PostgreSQL 18 has no statement for it (ALTER TABLE)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.writing import step, table
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Step
    from pgplumb.model.relations import Column


def is_materialised(before: Column, after: Column) -> bool:
    """Whether what was computed is to be stored."""
    return before.generated == "v" and not after.generated


def materialised(after: Column, value: Sql, collation: Sql) -> Iterator[Step]:
    """Store the value, which the old column computes, in a new one that takes its place; nothing is said of it yet."""
    target, name, new = table(after.id), ident(after.id.name), ident(after.id.name[:48] + "__pgplumb_new")
    yield step(sql("ALTER TABLE {} ADD COLUMN {} {}{}", target, new, raw(after.type), collation))
    yield step(sql("UPDATE {} SET {} = {}", target, new, value), "fill")
    yield step(sql("ALTER TABLE {} DROP COLUMN {}", target, name), "drop")
    yield step(sql("ALTER TABLE {} RENAME COLUMN {} TO {}", target, new, name), "rename")
