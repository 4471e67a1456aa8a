"""Extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.privileges import base, change_default
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import name, step
from pgplumb.model.general import Extension
from pgplumb.syntax.sql import ident, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId

#: As pg_default_acl.defaclobjtype has it: no extension's script makes them.
_LARGE_OBJECTS = "L"

_HOLDERS = frozenset({"column", "attribute", "domain", "range"})


class ExtensionRule(Rule[Extension]):
    """An extension is updated and moved in place; to a version that it has no path to it is made again.

    Where columns hold values of its types that would cost them, and is left to the server to refuse.
    """

    kind = "extension"
    rank = 5

    def create(self, found: Extension, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        version = sql(" VERSION {}", literal(found.version)) if found.version else raw("")
        where = ident(found.in_schema)
        text = sql("CREATE EXTENSION {} WITH SCHEMA {}{}", name(found.id), where, version)
        yield from self._ungranted(found, step(text, "create"), context)

    def drop(self, found: Extension, context: Context) -> Iterator[Step]:
        yield step(sql("DROP EXTENSION {}", name(found.id)), "drop")

    def manner(self, before: Extension, after: Extension, changed: frozenset[str], context: Context) -> Manner:
        held = any(edge.dependent.kind in _HOLDERS for edge in context.before.required_by(before.id))
        stuck = "version" in changed and after.version not in before.updates
        return Manner.REPLACE if stuck and not held else Manner.ALTER

    def alter(self, before: Extension, after: Extension, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "in_schema" in changed:
            yield step(sql("ALTER EXTENSION {} SET SCHEMA {}", name(after.id), ident(after.in_schema)))
        if "version" in changed:
            version = sql(" TO {}", literal(after.version)) if after.version else raw("")
            text = sql("ALTER EXTENSION {} UPDATE{}", name(after.id), version)
            yield from self._ungranted(after, step(text), context)

    def _ungranted(self, found: Extension, made: Step, context: Context) -> Iterator[Step]:
        """A step that makes members, which nobody names, without what default privileges would grant on them."""
        privileges = [
            one
            for one in context.default_privileges
            if not one.id.table and one.id.schema in {"", found.in_schema} and one.id.signature != _LARGE_OBJECTS
        ]
        for one in privileges:
            yield from change_default(one.id, one.privileges, base(one.id))
        yield made
        for one in privileges:
            yield from change_default(one.id, base(one.id), one.privileges)
