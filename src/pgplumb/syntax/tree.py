"""Small readers of pglast's syntax trees that the parts of this package share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pglast import ast as _ast

if TYPE_CHECKING:
    from collections.abc import Iterator


#: pglast.ast, untyped: it declares every slot optional, also those that the grammar always fills.
ast: Any = _ast


def nodes(root: Any) -> Iterator[Any]:
    """The node and every node below it, in no particular order; lists within lists too."""
    pending: list[Any] = [root]
    while pending:
        found = pending.pop()
        if found.__class__ is tuple:
            pending.extend(found)
        elif isinstance(found, ast.Node):
            yield found
            # Slots are read without going through the node's own iterator: this runs for every node of every file.
            for slot in found.__slots__:
                value = getattr(found, slot, None)
                if value.__class__ is tuple or isinstance(value, ast.Node):
                    pending.append(value)


def words(names: Any) -> tuple[str, ...]:
    """The texts of a list of String nodes: the parts of a qualified name."""
    return tuple(name.sval for name in names or () if isinstance(name, ast.String))


def qualified(names: Any, schema: str) -> tuple[str, str]:
    """Schema and name of a list of String nodes; `schema` where it has one part only."""
    parts = words(names)
    return (parts[-2] if len(parts) > 1 else schema, parts[-1] if parts else "")


def relation(range_var: Any, schema: str) -> tuple[str, str]:
    """Schema and name of a RangeVar."""
    return (range_var.schemaname or schema, range_var.relname)
