"""The object that a statement is about, where the engine that wrote it does not say."""

from __future__ import annotations

from typing import Any

from pgplumb.model.ids import ObjectId
from pgplumb.syntax.defined import DEFAULT_SCHEMA, defined
from pgplumb.syntax.tree import ast, qualified, relation, words

_KINDS = {
    "OBJECT_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized_view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_FOREIGN_TABLE": "foreign_table",
    "OBJECT_INDEX": "index",
    "OBJECT_TYPE": "composite",
    "OBJECT_DOMAIN": "domain",
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "procedure",
    "OBJECT_AGGREGATE": "aggregate",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_EXTENSION": "extension",
    "OBJECT_COLLATION": "collation",
    "OBJECT_EVENT_TRIGGER": "event_trigger",
    "OBJECT_STATISTIC_EXT": "statistics",
    "OBJECT_COLUMN": "column",
    "OBJECT_TRIGGER": "trigger",
    "OBJECT_POLICY": "policy",
    "OBJECT_RULE": "rule",
    "OBJECT_TABCONSTRAINT": "constraint",
}
_GLOBAL = frozenset({"schema", "extension", "event_trigger"})
_ON_TABLE = frozenset({"column", "trigger", "policy", "rule", "constraint"})


def subject(node: Any) -> ObjectId | None:
    """The object's id as far as text tells it: routines without signature, types as `composite`."""
    made = defined(node, DEFAULT_SCHEMA)
    match node:
        case ast.AlterTableStmt():
            return made[0] if len(made) == 1 else _altered(node)
        case ast.DropStmt() | ast.CommentStmt():
            kind = node.removeType if isinstance(node, ast.DropStmt) else node.objtype
            return named(kind.name, node.objects[0] if isinstance(node, ast.DropStmt) else node.object)
        case ast.RenameStmt() if node.relation is not None:
            return _of_relation(_KINDS.get(node.renameType.name, ""), node.relation, node.subname or "")
        case ast.RenameStmt() | ast.AlterOwnerStmt() | ast.AlterObjectSchemaStmt() if node.object is not None:
            kind = node.renameType if isinstance(node, ast.RenameStmt) else node.objectType
            return named(kind.name, node.object)
        case ast.AlterEnumStmt() | ast.AlterDomainStmt():
            kind = "enum" if isinstance(node, ast.AlterEnumStmt) else "domain"
            return ObjectId(kind, *qualified(node.typeName, DEFAULT_SCHEMA))
        case ast.GrantStmt() if node.objects:
            return named(node.objtype.name, node.objects[0])
        case ast.AlterSeqStmt():
            return ObjectId("sequence", *relation(node.sequence, DEFAULT_SCHEMA))
        case ast.AlterPolicyStmt():
            return _of_relation("policy", node.table, node.policy_name)
        case ast.UpdateStmt() | ast.InsertStmt() | ast.DeleteStmt():
            return ObjectId("table", *relation(node.relation, DEFAULT_SCHEMA))
    return made[0] if made else None


def _altered(node: Any) -> ObjectId | None:
    kind = _KINDS.get(node.objtype.name)
    columns = {command.name for command in node.cmds if command.name and command.subtype.name in _COLUMN_COMMANDS}
    if kind == "table" and len(columns) == 1 and len(node.cmds) == 1:
        return _of_relation("column", node.relation, columns.pop())
    return ObjectId(kind, *relation(node.relation, DEFAULT_SCHEMA)) if kind else None


def _of_relation(kind: str, range_var: Any, part: str) -> ObjectId | None:
    schema, name = relation(range_var, DEFAULT_SCHEMA)
    if kind in _ON_TABLE:
        return ObjectId(kind, schema, part, name)
    return ObjectId(kind, schema, name) if kind else None


def named(object_type: str, target: Any) -> ObjectId | None:
    """The object that DROP, COMMENT, ALTER or GRANT names."""
    kind = _KINDS.get(object_type)
    if kind is None:
        return None
    if isinstance(target, ast.RangeVar):
        return ObjectId(kind, *relation(target, DEFAULT_SCHEMA))
    if isinstance(target, ast.String):
        return ObjectId(kind, name=target.sval)
    if isinstance(target, ast.ObjectWithArgs):
        return ObjectId(kind, *qualified(target.objname, DEFAULT_SCHEMA))
    names = words(target.names if isinstance(target, ast.TypeName) else target)
    if kind in _GLOBAL:
        return ObjectId(kind, name=names[-1])
    if kind in _ON_TABLE:
        schema, table, name = (DEFAULT_SCHEMA, *names)[-3:]
        return ObjectId(kind, schema, name, table)
    schema, name = (DEFAULT_SCHEMA, *names)[-2:]
    return ObjectId(kind, schema, name)


_COLUMN_COMMANDS = frozenset(
    {
        "AT_ColumnDefault",
        "AT_AlterColumnType",
        "AT_DropColumn",
        "AT_SetNotNull",
        "AT_DropNotNull",
        "AT_SetStatistics",
        "AT_SetStorage",
        "AT_SetCompression",
        "AT_SetOptions",
        "AT_ResetOptions",
        "AT_AddIdentity",
        "AT_SetIdentity",
        "AT_DropIdentity",
        "AT_SetExpression",
        "AT_DropExpression",
    }
)
