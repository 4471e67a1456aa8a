"""What a statement asks of the runner of migrations: a transaction, or none, and how to see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast, enums
from pglast.parser import parse_sql
from pglast.stream import RawStream

from pgplumb.syntax.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Transaction control that stays within the transaction that the runner owns.
_WITHIN = frozenset(
    {
        enums.TransactionStmtKind.TRANS_STMT_SAVEPOINT,
        enums.TransactionStmtKind.TRANS_STMT_RELEASE,
        enums.TransactionStmtKind.TRANS_STMT_ROLLBACK_TO,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildsIndex:
    """CREATE INDEX CONCURRENTLY, with a name; cut off, it leaves an invalid index."""

    table: Sql
    index: str
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class DropsIndex:
    """DROP INDEX CONCURRENTLY; cut off, it leaves an invalid index."""

    index: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachesPartition:
    """ALTER TABLE .. DETACH PARTITION .. CONCURRENTLY (or FINALIZE); cut off, it leaves a detach that is pending."""

    parent: Sql
    child: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildsIndexes:
    """REINDEX .. CONCURRENTLY of an index or a table; cut off, it leaves invalid indexes named _ccnew or _ccold."""

    relation: Sql


@dataclass(frozen=True, slots=True, kw_only=True)
class AddsLabel:
    """ALTER TYPE .. ADD VALUE; it is whole or not there."""

    type: Sql
    label: str


@dataclass(frozen=True, slots=True)
class Repeatable:
    """VACUUM, ANALYZE and the like: doing it again does no harm, and leaves nothing when it is cut off."""


@dataclass(frozen=True, slots=True)
class EndsTransaction:
    """BEGIN, COMMIT and the like, which belong to the runner."""

    word: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """Anything else: the catalog cannot be asked whether it was done."""


Effect = (
    BuildsIndex | DropsIndex | DetachesPartition | RebuildsIndexes | AddsLabel | Repeatable | EndsTransaction | Opaque
)


def effect(tree: Any) -> Effect:
    """What the statement with this syntax tree does, as far as a runner must know."""
    node = tree  # its classes are read below; their attributes are declared optional throughout
    match tree:
        case ast.IndexStmt(concurrent=True) if node.idxname:
            return BuildsIndex(
                table=_relation(node.relation), index=node.idxname, if_not_exists=bool(node.if_not_exists)
            )
        case ast.DropStmt(concurrent=True):
            return DropsIndex(_name(node.objects[0]))
        case ast.AlterTableStmt() if (child := _detached(node)) is not None:
            return DetachesPartition(parent=_relation(node.relation), child=_relation(child))
        case ast.ReindexStmt() if _is_concurrent(node) and node.relation is not None:
            return RebuildsIndexes(relation=_relation(node.relation))
        case ast.AlterEnumStmt() if node.oldVal is None:
            return AddsLabel(type=_name(node.typeName), label=node.newVal)
        case ast.VacuumStmt() | ast.ReindexStmt() | ast.ClusterStmt() | ast.CheckPointStmt() | ast.RefreshMatViewStmt():
            return Repeatable()
        case ast.TransactionStmt() if node.kind not in _WITHIN:
            word = node.kind.name.removeprefix("TRANS_STMT_").replace("_", " ")
            return EndsTransaction(word)
    return Opaque()


def refuses_transaction(effect: Effect) -> bool:
    """Whether the server is known to refuse the statement inside a transaction block; for others it says so itself."""
    return isinstance(effect, BuildsIndex | DropsIndex | RebuildsIndexes)


def plain_index_on(text: str, table: str) -> Sql:
    """A CREATE INDEX statement made over: on a temporary table, unnamed, and such as can run in a transaction."""
    [statement] = parse_sql(text)
    node: Any = statement.stmt
    node.relation = ast.RangeVar(schemaname="pg_temp", relname=table, inh=True, relpersistence="p")
    node.idxname = None
    node.concurrent = node.if_not_exists = False
    return Sql(RawStream()(node))


def _detached(node: Any) -> Any | None:
    if len(node.cmds) != 1:
        return None
    [command] = node.cmds
    concurrent = command.subtype == enums.AlterTableType.AT_DetachPartition and command.def_.concurrent
    finalize = command.subtype == enums.AlterTableType.AT_DetachPartitionFinalize
    return command.def_.name if concurrent or finalize else None


def _is_concurrent(node: Any) -> bool:
    def on(option: Any) -> bool:
        value = option.arg
        return value is None or str(getattr(value, "sval", getattr(value, "boolval", value))).lower() in _TRUE

    return any(option.defname == "concurrently" and on(option) for option in node.params or ())


_TRUE = frozenset({"true", "on", "1", "yes"})


def _relation(node: Any) -> Sql:
    return ident(node.schemaname or "", node.relname)


def _name(parts: Iterable[Any]) -> Sql:
    return ident(*(part.sval for part in parts))
