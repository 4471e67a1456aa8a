"""What is gone for good once a statement has run: rows, values, positions of sequences, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Sequence, Table
from pgplumb.model.types import Enum
from pgplumb.plan.retyping import retyping
from pgplumb.plan.scene import Scene
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.tree import ast, qualified, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Statement


def losses(statements: Iterable[Statement], before: Catalog) -> tuple[str, ...]:
    """Everything that the statements destroy of what was there before them, each named once, in their order."""
    scene = Scene(before)
    found: dict[str, None] = {}
    for statement in statements:
        node = parse_statement(statement.sql)
        found.update(dict.fromkeys(lost(node, scene)))
        scene.run(node)
    return tuple(found)


def lost(node: Any, scene: Scene) -> Iterator[str]:
    """What the statement with this syntax tree destroys."""
    match node:
        case ast.DropStmt():
            yield from _dropped(node, scene)
        case ast.AlterTableStmt():
            yield from _altered(node, scene)
        case ast.TruncateStmt():
            for target in node.relations:
                if (table := scene.relation(target)) is not None:
                    yield f"rows of {table}"
        case ast.DeleteStmt():
            if (table := scene.relation(node.relation)) is not None:
                yield f"rows of {table} that the condition names" if node.whereClause else f"rows of {table}"
        case ast.CreateEnumStmt():
            yield from _labels(node, scene)
        case _:
            return


def _dropped(node: Any, scene: Scene) -> Iterator[str]:
    kind = node.removeType.name
    cascades = node.behavior.name == "DROP_CASCADE"
    for target in node.objects:
        match kind:
            case "OBJECT_TABLE":
                table = scene.named(*qualified(target, DEFAULT_SCHEMA), ("table",))
                if table is not None and (cascades or not scene.is_partitioned(table)):
                    yield f"rows of {table}"
            case "OBJECT_SEQUENCE":
                if (sequence := scene.named(*qualified(target, DEFAULT_SCHEMA), ("sequence",))) is not None:
                    yield f"position of {sequence}"
            case "OBJECT_SCHEMA" if cascades:
                yield from _held(target.sval, scene)
            case "OBJECT_TYPE" | "OBJECT_DOMAIN" if cascades:
                schema, name = qualified(target.names, DEFAULT_SCHEMA)
                id = scene.named(schema, name, ("enum", "domain", "composite", "range"))
                for column in scene.dependents(id) if id is not None else ():
                    if isinstance(column, Column):
                        yield str(column.id)
            case _:
                continue


def _held(schema: str, scene: Scene) -> Iterator[str]:
    for found in scene.before.objects.values():
        if found.id.schema == schema and isinstance(found, Table) and not found.partition_key:
            yield f"rows of {found.id}"
        elif found.id.schema == schema and isinstance(found, Sequence):
            yield f"position of {found.id}"


def _altered(node: Any, scene: Scene) -> Iterator[str]:
    if node.objtype.name == "OBJECT_TYPE":
        yield from _attributes(node, scene)
        return
    table = scene.relation(node.relation)
    if table is None or table.kind != "table":
        return
    for command in node.cmds:
        column = scene.column(table, command.name) if command.name else None
        if column is None:
            continue
        if command.subtype.name == "AT_DropColumn" and not column.generated:
            yield str(column.id)
        elif command.subtype.name == "AT_AlterColumnType" and not column.generated:
            cut = retyping(column, command, scene).loses
            yield from (f"{cut} in {column.id}",) if cut else ()


def _attributes(node: Any, scene: Scene) -> Iterator[str]:
    schema, name = node.relation.schemaname or DEFAULT_SCHEMA, node.relation.relname
    if scene.named(schema, name, ("composite",)) is None:
        return
    for command in node.cmds:
        if command.subtype.name == "AT_DropColumn":
            yield str(ObjectId("attribute", schema, command.name, name))


def _labels(node: Any, scene: Scene) -> Iterator[str]:
    """An enum that is made over under the name of one that was there: labels that the new one lacks."""
    schema, name = qualified(node.typeName, DEFAULT_SCHEMA)
    old = scene.before.get(ObjectId("enum", schema, name))
    for label in old.labels if isinstance(old, Enum) else ():
        if label not in words(node.vals):
            yield f"label '{label}' of {old.id}" if old is not None else ""
