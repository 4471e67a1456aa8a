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
from pgplumb.syntax.tree import ast, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.statement import Guard

_BODIES = Statement(sql="SET LOCAL check_function_bodies = off", subject=None, operation="set", origin="plan:batches")


@dataclass(slots=True)
class _Open:
    """The batch that is being filled; `labels` it adds to enums are of no use before it commits."""

    statements: list[PlannedStatement] = field(default_factory=list)
    nodes: list[Any] = field(default_factory=list)


def batches(planned: Sequence[PlannedStatement]) -> tuple[Batch, ...]:
    """The statements in their order, as few batches as the server allows."""
    return tuple(_prepared(batch) for batch in _cut(planned))


def guarded_batches(planned: Sequence[PlannedStatement]) -> tuple[Batch, ...]:
    """The same for a way down: a transactional batch first counts the rows that stand in its way, and raises."""
    return tuple(_guarded(batch) for batch in batches(planned))


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


def _cut(planned: Sequence[PlannedStatement]) -> Iterator[Batch]:
    current = _Open()
    for statement in planned:
        node = parse_statement(statement.statement.sql)
        if stands_alone(node):
            if current.statements:
                yield Batch(statements=tuple(current.statements))
            yield Batch(statements=(statement,), transactional=False)
            current = _Open()
            continue
        place = _needs_commit_of(current, node)
        if place:
            yield Batch(statements=tuple(current.statements[:place]))
            current = _Open(current.statements[place:], current.nodes[place:])
        current.statements.append(statement)
        current.nodes.append(node)
    if current.statements:
        yield Batch(statements=tuple(current.statements))


def _needs_commit_of(current: _Open, node: Any) -> int:
    """How many statements of the open batch must commit before this one: up to the last label that it uses.

    PostgreSQL refuses a new label in the transaction that added it, unless that made the type as well (error 55P04).
    """
    used = strings(node)
    made = {qualified(each.typeName, DEFAULT_SCHEMA) for each in current.nodes if isinstance(each, ast.CreateEnumStmt)}
    for place in range(len(current.nodes), 0, -1):
        each = current.nodes[place - 1]
        if (
            isinstance(each, ast.AlterEnumStmt)
            and isinstance(added := effect(each), AddsLabel)
            and any(added.label in text for text in used)  # also inside an array's text, such as '{mon,wed}'
            and qualified(each.typeName, DEFAULT_SCHEMA) not in made
            and not isinstance(node, ast.AlterEnumStmt)
        ):
            return place
    return 0


def _prepared(batch: Batch) -> Batch:
    if batch.transactional and any(_has_string_body(each.statement) for each in batch.statements):
        return replace(batch, statements=(PlannedStatement(statement=_BODIES), *batch.statements))
    return batch


def _has_string_body(statement: Statement) -> bool:
    node = parse_statement(statement.sql)
    return isinstance(node, ast.CreateFunctionStmt) and node.sql_body is None


def _guarded(batch: Batch) -> Batch:
    guards = _guards(batch.statements)
    if not guards or not batch.transactional:
        return batch
    return replace(batch, statements=(PlannedStatement(statement=guard_statement(guards)), *batch.statements))


def _guards(statements: Iterable[PlannedStatement]) -> tuple[Guard, ...]:
    found = (each.statement.guard for each in statements)
    return tuple(dict.fromkeys(guard for guard in found if guard is not None))
