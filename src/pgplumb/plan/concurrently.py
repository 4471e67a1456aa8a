"""Rewrites index statements so that reads and writes go on while they run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.relations import Index
from pgplumb.plan.scene import Scene
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import after_word, parse_statement
from pgplumb.syntax.sql import raw
from pgplumb.syntax.tree import ast, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Statement


def concurrently(statements: Iterable[Statement], before: Catalog) -> tuple[Statement, ...]:
    """CREATE INDEX and DROP INDEX on tables that were there, made CONCURRENTLY where PostgreSQL can do it so.

    It cannot on partitioned tables, nor for the parts of their indexes; constraints own their indexes, and are left as
    they are. Raises SqlSyntaxError.
    """
    return tuple(_rewritten(statements, Scene(before)))


def _rewritten(statements: Iterable[Statement], scene: Scene) -> Iterator[Statement]:
    for statement in statements:
        node = parse_statement(statement.sql)
        if _can_build(node, scene) or _can_drop(node, scene):
            yield replace(statement, sql=after_word(statement.sql, "INDEX", raw("CONCURRENTLY")))
        else:
            yield statement
        scene.run(node)


def _can_build(node: Any, scene: Scene) -> bool:
    if not isinstance(node, ast.IndexStmt) or node.concurrent or not node.relation.inh:
        return False
    table = scene.relation(node.relation)
    return table is not None and not scene.is_partitioned(table)


def _can_drop(node: Any, scene: Scene) -> bool:
    if not isinstance(node, ast.DropStmt) or node.removeType.name != "OBJECT_INDEX" or node.concurrent:
        return False
    if len(node.objects) != 1 or node.behavior.name == "DROP_CASCADE":
        return False
    id = scene.index(*qualified(node.objects[0], DEFAULT_SCHEMA))
    index = scene.before.get(id) if id is not None else None
    if id is None or not isinstance(index, Index) or index.parent:
        return False
    table = scene.named(id.schema, id.table)
    return table is not None and not scene.is_partitioned(table)
