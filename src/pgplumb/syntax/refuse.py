"""Which statements have no place in a desired schema, why, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pglast.enums import AlterTableType, ObjectType

from pgplumb.errors import RefusedStatement
from pgplumb.syntax.defined import set_search_path
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from pgplumb.syntax.split import ParsedStatement


class Refusal(NamedTuple):
    """Why a statement is refused, what to do instead, and whether its text holds what must not be shown."""

    reason: str
    instead: str
    is_secret: bool = False


_DATA = Refusal(
    "{} changes rows, and a desired schema describes structure only",
    "Put data into a migration (`pgplumb make --empty`), or into a seed file of your own.",
)
_DROP = Refusal(
    "{} has no place in a desired schema: what is not in the files does not exist",
    "Remove the object's own statement instead; `pgplumb make` writes the drop.",
)
_TRANSACTION = Refusal(
    "{} has no place in a desired schema: pgplumb owns the transaction",
    "Remove the line.",
)
_CLUSTER = Refusal(
    "{} changes the whole server, and pgplumb keeps to one database",
    "Run it by hand, or with the tool that manages the server.",
)
_ROLES = Refusal(
    "{} changes the whole server, and pgplumb keeps to one database",
    "Run it by hand, or set `roles = true` in the configuration, and roles that the files create are managed.",
)
_RENAME = Refusal(
    "{} .. RENAME has no place in a desired schema: the files say what is, not what was",
    "Write the new name in the object's own statement, with `-- pgplumb: renamed from old_name` above it.",
)
_MOVE = Refusal(
    "{} .. SET SCHEMA has no place in a desired schema: the files say what is, not what was",
    "Write the new schema in the object's own statement.",
)
_QUERY = Refusal(
    "{} defines nothing",
    "Remove it; to set the search path for the statements below, write SET search_path = ...",
)
_MAINTENANCE = Refusal(
    "{} is maintenance, and a desired schema describes structure only",
    "Remove it.",
)
_CODE = Refusal(
    "{} runs code whose effect cannot be read from the files",
    "Write the statements that it would run; what changes rows belongs into a migration (`pgplumb make --empty`).",
)
_OUTSIDE = Refusal(
    "{} connects to another server, and stands or falls with it",
    "Run it by hand on the servers concerned.",
)
_UNKNOWN = Refusal(
    "{} has no place in a desired schema", "A desired schema consists of CREATE, ALTER, COMMENT, GRANT and the like."
)

_REFUSED: dict[str, Refusal] = {
    "InsertStmt": _DATA,
    "UpdateStmt": _DATA,
    "DeleteStmt": _DATA,
    "MergeStmt": _DATA,
    "TruncateStmt": _DATA,
    "CopyStmt": _DATA,
    "RefreshMatViewStmt": _DATA,
    "DropStmt": _DROP,
    "DropOwnedStmt": _DROP,
    "DropRoleStmt": _CLUSTER,
    "TransactionStmt": _TRANSACTION,
    "SelectStmt": _QUERY,
    "ExplainStmt": _QUERY,
    "VariableShowStmt": _QUERY,
    "CallStmt": _CODE,
    "DoStmt": _CODE,
    "ExecuteStmt": _CODE,
    "PrepareStmt": _CODE,
    "LoadStmt": _CODE,
    "RenameStmt": _RENAME,
    "AlterObjectSchemaStmt": _MOVE,
    "VacuumStmt": _MAINTENANCE,
    "ClusterStmt": _MAINTENANCE,
    "ReindexStmt": _MAINTENANCE,
    "CheckPointStmt": _MAINTENANCE,
    "DiscardStmt": _MAINTENANCE,
    "LockStmt": _MAINTENANCE,
    "AlterRoleStmt": _ROLES,
    "AlterRoleSetStmt": _ROLES,
    "GrantRoleStmt": _ROLES,
    "ReassignOwnedStmt": _CLUSTER,
    "AlterSubscriptionStmt": _OUTSIDE,
    "ImportForeignSchemaStmt": _OUTSIDE,
    "AlterSystemStmt": _CLUSTER,
    "CreatedbStmt": _CLUSTER,
    "DropdbStmt": _CLUSTER,
    "AlterDatabaseStmt": _CLUSTER,
    "AlterDatabaseSetStmt": _CLUSTER,
    "AlterDatabaseRefreshCollStmt": _CLUSTER,
    "CreateTableSpaceStmt": _CLUSTER,
    "DropTableSpaceStmt": _CLUSTER,
    "AlterTableSpaceOptionsStmt": _CLUSTER,
    "AlterTableMoveAllStmt": _CLUSTER,
}

_ALLOWED = frozenset(
    {
        "CommentStmt",
        "CompositeTypeStmt",
        "DefineStmt",
        "GrantStmt",
        "IndexStmt",
        "RuleStmt",
        "SecLabelStmt",
        "VariableSetStmt",
        "ViewStmt",
    }
)

_SHARED_OBJECTS = frozenset(
    {ObjectType.OBJECT_DATABASE, ObjectType.OBJECT_ROLE, ObjectType.OBJECT_TABLESPACE, ObjectType.OBJECT_PARAMETER_ACL}
)
_DROPPING = {
    AlterTableType.AT_DropColumn: "ALTER TABLE .. DROP COLUMN",
    AlterTableType.AT_DropConstraint: "ALTER TABLE .. DROP CONSTRAINT",
    AlterTableType.AT_DetachPartition: "ALTER TABLE .. DETACH PARTITION",
    AlterTableType.AT_DropInherit: "ALTER TABLE .. NO INHERIT",
}


#: Settings that pg_dump and psql scripts open with, and that change nothing about what the statements mean to us.
_HARMLESS_SETTINGS = frozenset(
    {
        "check_function_bodies",
        "client_encoding",
        "client_min_messages",
        "default_table_access_method",
        "default_tablespace",
        "idle_in_transaction_session_timeout",
        "lock_timeout",
        "row_security",
        "standard_conforming_strings",
        "statement_timeout",
        "transaction_timeout",
        "xmloption",
    }
)


def is_setting(node: Any) -> bool:
    """Whether the statement is a SET that has no effect on a desired schema (pg_dump writes a page of them)."""
    return isinstance(node, ast.VariableSetStmt) and node.name in _HARMLESS_SETTINGS


def refuse(statement: ParsedStatement) -> None:
    """Raises RefusedStatement where the statement cannot be part of a desired schema."""
    refusal = _refusal(statement.node, _title(statement.text))
    if refusal is not None:
        raise refused(statement, refusal)


def refused(statement: ParsedStatement, refusal: Refusal) -> RefusedStatement:
    """The error that says so, with the line in which the statement begins, unless that line is to be kept to itself."""
    return RefusedStatement(
        file=statement.location.file,
        line=statement.location.line,
        column=statement.location.column,
        reason=refusal.reason,
        excerpt="" if refusal.is_secret else statement.source.excerpt(statement.location),
        hint=refusal.instead,
    )


def _refusal(node: Any, title: str) -> Refusal | None:
    kind = type(node).__name__
    special = _special(node)
    if special is not None:
        return special
    if kind in _REFUSED and set_search_path(node) is None:
        refusal = _REFUSED[kind]
        return refusal._replace(reason=refusal.reason.format(title))
    if kind in _ALLOWED or kind in _REFUSED or kind.startswith(("Create", "Alter")):
        return None
    return _UNKNOWN._replace(reason=_UNKNOWN.reason.format(title))


def _special(node: Any) -> Refusal | None:
    """What is refused for what it holds, not for the statement that it is."""
    match node:
        case ast.CreateStmt() if node.relation.relpersistence == "t":
            return Refusal("a temporary table ends with its session", "Create the table without TEMPORARY.")
        case ast.CreateTableAsStmt() if node.objtype == ObjectType.OBJECT_TABLE:
            return Refusal(
                "CREATE TABLE .. AS takes its columns from a query's result",
                "Write the table's columns; its rows belong into a migration (`pgplumb make --empty`).",
            )
        case ast.IndexStmt(concurrent=True):
            return Refusal(
                "CONCURRENTLY says how to build an index, and a desired schema says which there are",
                "Write CREATE INDEX without it; the plan builds indexes on live tables concurrently by itself.",
            )
        case ast.CreateSubscriptionStmt() if not any(_is_off(option, "connect") for option in node.options or ()):
            return Refusal(
                "CREATE SUBSCRIPTION connects to another server while it runs",
                "Write WITH (connect = false, slot_name = NONE), as pg_dump does.",
            )
        case ast.CreateSchemaStmt() if node.schemaElts:
            return Refusal(
                "objects within CREATE SCHEMA cannot be ordered on their own",
                "End the statement after the schema's name, and write each object with its schema's name.",
            )
        case ast.VariableSetStmt() if node.name in {"role", "session_authorization"}:
            return Refusal(
                "changing the role makes the owner of what follows depend on the session",
                "Remove it; say who owns an object with ALTER .. OWNER TO.",
            )
        case ast.VariableSetStmt() if not is_setting(node) and set_search_path(node) is None:
            return Refusal(
                f"SET {node.name or 'ALL'} changes how the statements after it are read",
                "Remove it, and write constants that mean the same under any setting.",
            )
        case ast.CommentStmt(objtype=ObjectType.OBJECT_ROLE):
            return _ROLES._replace(reason=_ROLES.reason.format("COMMENT ON ROLE"))
        case ast.CommentStmt() | ast.SecLabelStmt() | ast.GrantStmt() | ast.AlterOwnerStmt():
            about = node.objectType if isinstance(node, ast.AlterOwnerStmt) else node.objtype
            return _CLUSTER._replace(reason=_CLUSTER.reason.format("this")) if about in _SHARED_OBJECTS else None
        case ast.AlterTableStmt():
            titles = [_DROPPING[command.subtype] for command in node.cmds if command.subtype in _DROPPING]
            return _DROP._replace(reason=_DROP.reason.format(titles[0])) if titles else None
        case _:
            return None


def _is_off(option: Any, name: str) -> bool:
    return bool(option.defname == name) and getattr(option.arg, "sval", "") in {"false", "off"}


def _title(text: str) -> str:
    """The statement's first words in capitals, as people call it: INSERT, DROP TABLE."""
    words = text.split(None, 2)[:2]
    taken = words[:2] if words[0].upper() in {"DROP", "ALTER", "CREATE", "GRANT", "REINDEX", "REFRESH"} else words[:1]
    return " ".join(word.upper().rstrip(";") for word in taken)
