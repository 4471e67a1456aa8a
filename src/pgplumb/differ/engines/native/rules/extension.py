"""Extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import name, step
from pgplumb.model.general import Extension
from pgplumb.syntax.sql import ident, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class ExtensionRule(Rule[Extension]):
    """An extension is updated and moved in place; a downgrade has no path of its own in most extensions."""

    kind = "extension"
    rank = 5

    def create(self, found: Extension, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        version = sql(" VERSION {}", literal(found.version)) if found.version else raw("")
        where = ident(found.in_schema)
        yield step(sql("CREATE EXTENSION {} WITH SCHEMA {}{}", name(found.id), where, version), "create")

    def drop(self, found: Extension, context: Context) -> Iterator[Step]:
        yield step(sql("DROP EXTENSION {}", name(found.id)), "drop")

    def manner(self, before: Extension, after: Extension, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Extension, after: Extension, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "in_schema" in changed:
            yield step(sql("ALTER EXTENSION {} SET SCHEMA {}", name(after.id), ident(after.in_schema)))
        if "version" in changed:
            version = sql(" TO {}", literal(after.version)) if after.version else raw("")
            yield step(sql("ALTER EXTENSION {} UPDATE{}", name(after.id), version))
