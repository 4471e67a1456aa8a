"""Columns that hold one of a few words, and where SQL in the schema speaks of these words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.generate.shape import shapes
from pgplumb.laws.code import routines, triggers
from pgplumb.laws.facts import once
from pgplumb.laws.routines.uses import parts
from pgplumb.model.relations import Column, Index, MaterializedView, Policy, Trigger, View
from pgplumb.model.types import DomainConstraint
from pgplumb.syntax.parse import in_parentheses, parse_expression, parse_statement
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

Lists = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Code:
    """SQL of an object; `home` holds the tables that bare columns, OLD and NEW may belong to."""

    id: ObjectId
    tree: Any
    home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """A column, of any of some tables, that is compared with words or set to one."""

    tables: tuple[str, ...]
    column: str
    words: tuple[str, ...]


@once
def lists(bench: Bench) -> Lists:
    """The words that checks allow, by table and column; tables go by their bare names."""
    domains = {c.id.table: found for c in bench.catalog.of(DomainConstraint) if (found := _domain(c))}
    known: dict[tuple[str, str], frozenset[str]] = {}
    for column in bench.catalog.of(Column):
        if column.type.rpartition(".")[2] in domains:
            known[column.id.table, column.id.name] = domains[column.type.rpartition(".")[2]]
    for shape in shapes(bench.catalog):
        for check in shape.checks:
            for column_name, allowed in _listed(check.tree):
                known[shape.id.name, column_name] = allowed
    return known


def _domain(check: DomainConstraint) -> frozenset[str]:
    found = list(_listed(parse_expression(in_parentheses(check.definition).replace("VALUE", '"value"'))))
    return found[0][1] if found else frozenset()


def _listed(tree: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """A check that is nothing but a list: one comparison with several words, or several joined by OR."""
    compared = list(_of_or(tree))
    if compared and len({name for name, _ in compared}) == 1:
        yield compared[0][0][-1], frozenset(word for _, found in compared for word in found)


def _of_or(tree: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    if isinstance(tree, ast.BoolExpr) and tree.boolop.name == "OR_EXPR":
        found = [_of_or(arg) for arg in tree.args]
        return [one for each in found for one in each] if all(found) else []
    compared = _comparison(tree)
    return [compared[:2]] if compared and compared[2] else []


def _comparison(node: Any) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """The column and the words of a comparison, and whether it asks for one of them."""
    if not isinstance(node, ast.A_Expr) or words(node.name)[-1] not in {"=", "<>"}:
        return None
    left, right = _bare(node.lexpr), node.rexpr
    if not isinstance(left, ast.ColumnRef):
        left, right = _bare(node.rexpr), node.lexpr
    if not isinstance(left, ast.ColumnRef) or not all(isinstance(f, ast.String) for f in left.fields):
        return None
    found = tuple(_words(right))
    return (words(left.fields), found, words(node.name)[-1] == "=") if found else None


def _bare(node: Any) -> Any:
    while isinstance(node, ast.TypeCast):
        node = node.arg
    return node


def _words(node: Any) -> Iterator[str]:
    """The string constants of a value or a list; nothing where anything else stands in it."""
    items = node if isinstance(node, tuple) else [_bare(node)]
    if len(items) == 1 and isinstance(items[0], ast.A_ArrayExpr):
        items = items[0].elements or ()
    bare = [_bare(item) for item in items]
    if all(isinstance(item, ast.A_Const) and isinstance(item.val, ast.String) for item in bare):
        yield from (item.val.sval for item in bare)


@once
def code(bench: Bench) -> tuple[Code, ...]:
    """The SQL in the schema: bodies, views, policies, predicates and conditions."""
    return tuple(_code(bench))


def _code(bench: Bench) -> Iterator[Code]:
    for routine in routines(bench):
        home = tuple(dict.fromkeys(t.table for t in triggers(bench) if t.function == routine.oid))
        for part in parts(routine):
            yield Code(routine.id, part.tree, home)
        for step in routine.steps.steps if routine.steps else ():
            for target in step.targets:
                if target.startswith("new.") and step.kind == "assign":
                    yield Code(routine.id, parse_expression(f"{target} = ({step.sql.removeprefix('SELECT ')})"), home)
    views: list[View | MaterializedView] = [*bench.catalog.of(View), *bench.catalog.of(MaterializedView)]
    for view in views:
        yield Code(view.id, parse_statement(view.definition.rstrip(" ;")))
    for policy in bench.catalog.of(Policy):
        for text in filter(None, (policy.using, policy.check)):
            yield Code(policy.id, parse_expression(text), (policy.id.table,))
    for index in bench.catalog.of(Index):
        where = parse_statement(index.definition).whereClause
        if where is not None:
            yield Code(index.id, where, (index.id.table,))
    for trigger in bench.catalog.of(Trigger):
        when = parse_statement(trigger.definition).whenClause
        if when is not None:
            yield Code(trigger.id, when, (trigger.id.table,))


def usages(found: Code, known: Lists) -> Iterator[Usage]:
    """Where the code compares a column of a list, or writes it."""
    aliases: dict[str, set[str]] = {}
    every = list(nodes(found.tree))
    for node in every:
        if isinstance(node, ast.RangeVar):
            aliases.setdefault(node.alias.aliasname if node.alias else node.relname, set()).add(node.relname)
    tables = {name for each in aliases.values() for name in each}
    for node in every:
        for column, values in _used(node):
            if len(column) > 1:
                of = set(found.home) if column[-2] in {"new", "old"} else aliases.get(column[-2], set())
            else:
                of = tables or set(found.home)
            with_list = tuple(sorted(table for table in of if (table, column[-1]) in known))
            if with_list:
                yield Usage(with_list, column[-1], values)


def _used(node: Any) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    match node:
        case ast.A_Expr():
            compared = _comparison(node)
            if compared:
                yield compared[:2]
        case ast.CaseExpr() if isinstance(_bare(node.arg), ast.ColumnRef):
            yield words(_bare(node.arg).fields), tuple(w for arm in node.args for w in _words(arm.expr))
        case ast.UpdateStmt():
            alias = node.relation.alias.aliasname if node.relation.alias else node.relation.relname
            for target in node.targetList:
                yield (alias, target.name), tuple(_words(target.val))
        case ast.InsertStmt() if node.cols and isinstance(node.selectStmt, ast.SelectStmt):
            alias = node.relation.alias.aliasname if node.relation.alias else node.relation.relname
            for row in node.selectStmt.valuesLists or ([t.val for t in node.selectStmt.targetList or ()],):
                for target, value in zip(node.cols, row, strict=False):
                    yield (alias, target.name), tuple(_words(value))
