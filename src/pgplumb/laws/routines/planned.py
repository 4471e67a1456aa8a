"""What is done with each step of a PL/pgSQL body to have it planned, and no more than that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.errors import PgplumbError
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.syntax.plpgsql import Step

_PLAIN = (ast.SelectStmt, ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt)
_CASE = re.compile(r'"__Case__Variable_\d+__"')
_EXPLAIN = "for pgplumb_plan in explain {} loop end loop;"
#: Statements that PL/pgSQL runs as they are, and that name nothing which could be missing.
_HARMLESS = (ast.TransactionStmt, ast.VariableSetStmt, ast.NotifyStmt, ast.DropStmt, ast.ConstraintsSetStmt)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step, PL/pgSQL that plans it, and some that gives a record its columns after that; either may be empty.

    `left` says why it is not planned.
    """

    step: Step
    action: Sql
    shape: Sql
    left: str = ""


def planned(steps: Iterable[Step]) -> tuple[Planned, ...]:
    """Each step with what plans it."""
    return tuple(found for step in steps for found in _planned(step))


def _planned(step: Step) -> Iterable[Planned]:
    text = _CASE.sub(f"({step.conditions[-1]})", step.sql) if step.conditions else step.sql
    yield from _fields(step)
    if step.kind in {"dynexecute", "dynfors"}:
        yield Planned(step, _explained(raw(text)), raw(""))
        yield _dynamic(step, text)
        return
    try:
        node = parse_statement(text)
    except PgplumbError as error:
        yield Planned(step, raw(""), raw(""), f"it cannot be read: {error}")
        return
    yield _of_node(step, raw(text), node)


def _fields(step: Step) -> Iterable[Planned]:
    """A column of NEW that is set has to be there."""
    for target in step.targets:
        if target.startswith("new.") and target.count(".") == 1 and "[" not in target:
            yield Planned(step, sql("{} := null;", raw(target)), raw(""))


def _explained(statement: Sql) -> Sql:
    return sql("declare pgplumb_plan record; begin {} end;", sql(_EXPLAIN, statement))


def _dynamic(step: Step, text: str) -> Planned:
    """A statement that is written as a constant is planned; one that is put together is not there yet."""
    value = parse_statement(text).targetList[0].val
    if isinstance(value, ast.A_Const) and isinstance(value.val, ast.String) and "$" not in value.val.sval:
        try:
            node = parse_statement(value.val.sval)
        except PgplumbError as error:
            return Planned(step, sql("raise syntax_error using message = {};", literal(str(error))), raw(""))
        return _of_node(step, raw(value.val.sval), node)
    return Planned(step, raw(""), raw(""), "it is put together when it runs")


def _of_node(step: Step, statement: Sql, node: Any) -> Planned:
    match node:
        case ast.CallStmt():
            return Planned(step, _procedure(node), raw(""))
        case ast.CreateStmt() | ast.CreateTableAsStmt() if _is_temporary(node):
            return Planned(step, sql("{};", statement), raw(""))
        case ast.TruncateStmt() | ast.LockStmt():
            return Planned(step, _relations(node.relations), raw(""))
        case ast.RefreshMatViewStmt():
            return Planned(step, _relations([node.relation]), raw(""))
        case _ if isinstance(node, _PLAIN):
            return Planned(step, _explained(statement), _shape(step, statement, node))
        case _ if isinstance(node, _HARMLESS):
            return Planned(step, raw("null;"), raw(""))
    return Planned(step, raw(""), raw(""), f"the server does not plan {type(node).__name__.removesuffix('Stmt')}")


def _is_temporary(node: Any) -> bool:
    relation = node.relation if isinstance(node, ast.CreateStmt) else node.into.rel
    return bool(relation.relpersistence == "t")


def _procedure(node: Any) -> Sql:
    name = words(node.funccall.funcname)[-1]
    return sql(
        "if not exists (select from pg_catalog.pg_proc where proname = {} and prokind = 'p') then "
        "raise undefined_function using message = {}; end if;",
        literal(name),
        literal(f"procedure {name} does not exist"),
    )


def _relations(found: Iterable[Any]) -> Sql:
    names = [literal(ident(node.schemaname or "", node.relname)) for node in found]
    return raw(" ".join(f"perform {name}::regclass;" for name in names))


def _shape(step: Step, statement: Sql, node: Any) -> Sql:
    """A row that is not there gives a record its columns all the same."""
    if not step.record or len(step.targets) != 1:
        return raw("")
    record = raw(step.targets[0])
    if isinstance(node, ast.SelectStmt):
        if any(isinstance(found, ast.InsertStmt | ast.UpdateStmt | ast.DeleteStmt) for found in nodes(node.withClause)):
            # Such a WITH stands at the top only. The tables are empty, and what it does is rolled back.
            return sql("for {} in {} loop exit; end loop;", record, statement)
        return sql("select * into {} from ({}) pgplumb_rows limit 0;", record, statement)
    found = [target.val for target in (node.returningClause.exprs if node.returningClause else ())]
    if not found or not all(isinstance(value, ast.ColumnRef) for value in found):
        return raw("")
    columns = join(", ", [_reference(value) for value in found])
    alias = ident(node.relation.alias.aliasname) if node.relation.alias else raw("")
    table = ident(node.relation.schemaname or "", node.relation.relname)
    return sql("select {} into {} from {} {} limit 0;", columns, record, table, alias)


def _reference(value: Any) -> Sql:
    return join(".", [raw("*") if isinstance(part, ast.A_Star) else ident(part.sval) for part in value.fields])
