"""Cuts a direction of a plan into batches: what commits together, and what must stand alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.plan import Batch, PlannedStatement
from pgplumb.model.statement import Statement
from pgplumb.plan.guards import guard_statement
from pgplumb.syntax.concurrent import AddsLabel, DetachesPartition, effect, refuses_transaction
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import parse_statement, strings
from pgplumb.syntax.tree import ast, nodes, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.statement import Guard

_BODIES = Statement(sql="SET LOCAL check_function_bodies = off", subject=None, operation="set", origin="plan:batches")


@dataclass(frozen=True, slots=True)
class _Read:
    """A statement, and what its text tells: the enum that it makes or adds a label to, if any; whether it creates a
    routine whose body is a string."""

    planned: PlannedStatement
    adds: str | None
    enum: tuple[str, str] | None
    has_string_body: bool


@dataclass(slots=True)
class _Open:
    """The batch that is being filled: what it holds, where in it labels are added, and the enums that it makes."""

    read: list[_Read] = field(default_factory=list)
    adding: list[int] = field(default_factory=list)
    made: set[tuple[str, str]] = field(default_factory=set)

    def add(self, found: _Read) -> None:
        if found.adds is not None:
            self.adding.append(len(self.read))
        elif found.enum is not None:
            self.made.add(found.enum)
        self.read.append(found)


def batches(planned: Iterable[PlannedStatement]) -> tuple[Batch, ...]:
    """The statements in their order, as few batches as the server allows."""
    return tuple(_cut(planned))


def guarded_batches(planned: Iterable[PlannedStatement]) -> tuple[Batch, ...]:
    """The same for a way down: a transactional batch first counts the rows that stand in its way, and raises."""
    return tuple(_guarded(batch) for batch in _cut(planned))


def stands_alone(node: Any) -> bool:
    """Whether the server refuses the statement inside a transaction block."""
    found = effect(node)
    match node:
        case ast.AlterTableStmt():
            return isinstance(found, DetachesPartition) and node.cmds[0].subtype.name == "AT_DetachPartition"
        case ast.ReindexStmt() if node.relation is None:
            return True
        case ast.VacuumStmt():
            return bool(node.is_vacuumcmd)
        case ast.ClusterStmt():
            return node.relation is None
        case ast.CreateSubscriptionStmt() | ast.DropSubscriptionStmt():
            return True
        case ast.AlterSystemStmt() | ast.CreatedbStmt() | ast.DropdbStmt():
            return True
        case ast.CreateTableSpaceStmt() | ast.DropTableSpaceStmt():
            return True
    return refuses_transaction(found)


def _cut(planned: Iterable[PlannedStatement]) -> Iterator[Batch]:
    current = _Open()
    for statement in planned:
        node = parse_statement(statement.statement.sql)
        if stands_alone(node):
            if current.read:
                yield _closed(current.read)
            yield Batch(statements=(statement,), transactional=False)
            current = _Open()
            continue
        place = _needs_commit_of(current, node)
        if place:
            yield _closed(current.read[:place])
            rest, current = current.read[place:], _Open()
            for found in rest:
                current.add(found)
        current.add(_read(statement, node))
    if current.read:
        yield _closed(current.read)


def _read(planned: PlannedStatement, node: Any) -> _Read:
    match node:
        case ast.AlterEnumStmt() if isinstance(added := effect(node), AddsLabel):
            return _Read(planned, added.label, qualified(node.typeName, DEFAULT_SCHEMA), False)
        case ast.CreateEnumStmt():
            return _Read(planned, None, qualified(node.typeName, DEFAULT_SCHEMA), False)
        case ast.CreateFunctionStmt():
            return _Read(planned, None, None, node.sql_body is None)
    return _Read(planned, None, None, False)


def _needs_commit_of(current: _Open, node: Any) -> int:
    """How many statements of the open batch must commit before this one: up to the last label that it uses.

    PostgreSQL refuses a new label in the transaction that added it, unless that made the type as well (error 55P04).
    """
    if not current.adding or isinstance(node, ast.AlterEnumStmt):
        return 0
    used, converted = strings(node), _converted(node)
    for place in reversed(current.adding):
        found = current.read[place]
        if found.adds is None or found.enum is None or found.enum in current.made:
            continue
        # Also inside an array's text, such as '{mon,wed}'.
        if any(found.adds in text for text in used) or any(_may_hold(type, found.enum) for type in converted):
            return place + 1
    return 0


def _converted(node: Any) -> list[tuple[str, str]]:
    """The types that a statement makes of values which rows hold: those may be any label. The schema is empty where
    none is named."""
    match node:
        case ast.AlterTableStmt() if any(each.subtype.name == "AT_AlterColumnType" for each in node.cmds):
            pass
        case ast.InsertStmt() | ast.UpdateStmt():
            pass
        case _:
            return []
    return [qualified(each.names, "") for each in nodes(node) if isinstance(each, ast.TypeName)]


def _may_hold(type: tuple[str, str], enum: tuple[str, str]) -> bool:
    """Whether it is the enum, or a domain or composite type that may be made of it."""
    schema, name = type
    return name == enum[1] or schema not in {"", "pg_catalog"}


def _closed(read: Sequence[_Read]) -> Batch:
    statements = tuple(found.planned for found in read)
    if any(found.has_string_body for found in read):
        statements = (PlannedStatement(statement=_BODIES), *statements)
    return Batch(statements=statements)


def _guarded(batch: Batch) -> Batch:
    guards = _guards(batch.statements)
    if not guards or not batch.transactional:
        return batch
    return replace(batch, statements=(PlannedStatement(statement=guard_statement(guards)), *batch.statements))


def _guards(statements: Iterable[PlannedStatement]) -> tuple[Guard, ...]:
    found = (each.statement.guard for each in statements)
    return tuple(dict.fromkeys(guard for guard in found if guard is not None))
