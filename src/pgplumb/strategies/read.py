"""Reads the syntax tree of a check, as the catalog prints it, into an expression with types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pgplumb.generate.candidates import kind_of_node
from pgplumb.strategies.constants import parse
from pgplumb.strategies.expressions import (
    COMPARISONS,
    Call,
    Case,
    Cast,
    Choice,
    Column,
    Connective,
    Constant,
    Count,
    Distinct,
    Elements,
    Expr,
    Is,
    Not,
    NullIf,
    Quantified,
    Row,
    When,
    compare,
    expand,
)
from pgplumb.strategies.functions import result_of
from pgplumb.strategies.types import (
    BOOL,
    DATE,
    INT4,
    INT8,
    NUMERIC,
    TEXT,
    TIMESTAMP,
    TIMESTAMPTZ,
    UNKNOWN,
    Type,
    common,
    type_of,
)
from pgplumb.strategies.unsolved import Unsolved
from pgplumb.syntax.sql import Sql
from pgplumb.syntax.tree import ast, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.generate.candidates import Kind
    from pgplumb.model.catalog import Catalog

_LARGEST_INT4, _LARGEST_INT8 = 2**31, 2**63
#: Booleans of which the server's grammar makes one node each.
_TRUTHS = {"IS_TRUE": True, "IS_FALSE": False}
#: Collations that order by code point, and in which only ASCII letters have a case.
_BY_CODE = frozenset({"C", "POSIX"})


#: When a check that asks for the time may be run: what holds at all of these is taken to hold in between.
MOMENTS = tuple(datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2025, 2026, 2027, 2030, 2100))
_CLOCKS = frozenset({"now", "transaction_timestamp", "statement_timestamp", "clock_timestamp"})


def read_expression(tree: Any, columns: Mapping[str, Kind], catalog: Catalog, value: str = "value") -> tuple[Expr, ...]:
    """The expression of a syntax tree, once; for one that asks for the time, as it is at each of MOMENTS.

    `value` is the column that VALUE of a domain's check stands for. Raises Unsolved, naming what is not read.
    """
    reader = _Reader(columns, catalog, value, MOMENTS[0])
    found = reader.read(tree)
    if not reader.asks_for_the_time:
        return (found,)
    return (found, *(_Reader(columns, catalog, value, moment).read(tree) for moment in MOMENTS[1:]))


class _Reader:
    """Goes through a tree once; every method gives the expression of one kind of node."""

    def __init__(self, columns: Mapping[str, Kind], catalog: Catalog, value: str, moment: datetime) -> None:
        self.columns = columns
        self.catalog = catalog
        self.value = value
        self.moment = moment
        self.asks_for_the_time = False

    def read(self, node: Any) -> Expr:
        if isinstance(node, ast.A_Const):
            return _constant(node)
        found = getattr(self, f"_{type(node).__name__}", None)
        if found is None:
            raise Unsolved(f"a form of expression: {type(node).__name__}")
        expr: Expr = found(node)
        return expr

    def _all(self, nodes: Any) -> tuple[Expr, ...]:
        return tuple(self.read(each) for each in nodes or ())

    def _ColumnRef(self, node: Any) -> Expr:  # noqa: N802  named as the node is
        names = words(node.fields)
        name = names[-1] if len(names) == len(node.fields) else "*"
        if name not in self.columns and name == "value":
            name = self.value
        if name not in self.columns:
            raise Unsolved(f"column {name}")
        kind = self.columns[name]
        found = type_of(kind, self.catalog)
        return Column(name, found, kind.modifiers)

    def _BoolExpr(self, node: Any) -> Expr:  # noqa: N802
        args = self._all(node.args)
        if node.boolop.name == "NOT_EXPR":
            return expand(Not(args[0]))
        return Connective("and" if node.boolop.name == "AND_EXPR" else "or", args)

    def _NullTest(self, node: Any) -> Expr:  # noqa: N802
        arg = self.read(node.arg)
        if arg.type.family == "other":
            # A composite value is NULL where all its attributes are.
            raise Unsolved(f"IS NULL of {arg.type.name}")
        test = Is(arg, None)
        return expand(test if node.nulltesttype.name == "IS_NULL" else Not(test))

    def _BooleanTest(self, node: Any) -> Expr:  # noqa: N802
        name = node.booltesttype.name
        test = Is(self.read(node.arg), _TRUTHS.get(name.replace("NOT_", "")))
        return Not(test) if "NOT" in name else test

    def _CoalesceExpr(self, node: Any) -> Expr:  # noqa: N802
        return Choice("coalesce", self._all(node.args))

    def _MinMaxExpr(self, node: Any) -> Expr:  # noqa: N802
        return Choice("greatest" if node.op.name == "IS_GREATEST" else "least", self._all(node.args))

    def _RowExpr(self, node: Any) -> Expr:  # noqa: N802
        return Row(self._all(node.args))

    def _CaseExpr(self, node: Any) -> Expr:  # noqa: N802
        arg = self.read(node.arg) if node.arg else None
        whens = []
        for each in node.args:
            condition = self.read(each.expr)
            whens.append(When(compare("=", arg, condition) if arg else condition, self.read(each.result)))
        return Case(tuple(whens), self.read(node.defresult) if node.defresult else Constant(None, UNKNOWN))

    def _A_ArrayExpr(self, node: Any) -> Expr:  # noqa: N802
        args = self._all(node.elements)
        return Elements(args, common([each.type for each in args]))

    def _CollateClause(self, node: Any) -> Expr:  # noqa: N802
        arg = self.read(node.arg)
        name = words(node.collname)[-1]
        if arg.type.family != "text" or name not in _BY_CODE:
            raise Unsolved(f"COLLATE {name}")
        return Cast(arg, Type(name=arg.type.name, family="text", collation="C"))

    def _TypeCast(self, node: Any) -> Expr:  # noqa: N802
        kind = kind_of_node(node.typeName, Sql(), self.catalog)
        if kind.domains:
            raise Unsolved(f"cast to domain {kind.domains[0]}")
        to = type_of(kind, self.catalog)
        if isinstance(node.arg, ast.A_Const) and isinstance(node.arg.val, ast.String):
            return Constant(parse(node.arg.val.sval, to, kind.modifiers), to)
        arg = self.read(node.arg)
        if isinstance(arg, Elements) and to.family == "array" and not arg.args:
            return Elements((), to.inner)
        if isinstance(arg, Constant) and arg.value is None:
            return Constant(None, to)
        return Cast(arg, to, kind.modifiers)

    def _A_Indirection(self, node: Any) -> Expr:  # noqa: N802
        arg = self.read(node.arg)
        for step in node.indirection:
            if not isinstance(step, ast.A_Indices) or step.is_slice or arg.type.family != "array":
                raise Unsolved("a part of a value: .field or [from:to]")
        # One subscript an array dimension; only the first is followed.
        if len(node.indirection) > 1:
            raise Unsolved("subscripts of more than one dimension")
        return self._call("[]", (arg, self.read(node.indirection[0].uidx)))

    def _FuncCall(self, node: Any) -> Expr:  # noqa: N802
        names = words(node.funcname)
        if len(names) > 1 and names[0] != "pg_catalog":
            raise Unsolved(f"function {'.'.join(names)}")
        if node.func_variadic:
            raise Unsolved(f"VARIADIC of {names[-1]}")
        args = self._all(node.args)
        match names[-1]:
            case "num_nulls" | "num_nonnulls" as name:
                return Count(name, args)
            case name if name in _CLOCKS:
                return self._now(TIMESTAMPTZ)
            case "age" if len(args) == 1:
                today = self._now(DATE)
                return self._call("age", (Cast(today, args[0].type), args[0]))
        return self._call(names[-1], args)

    def _SQLValueFunction(self, node: Any) -> Expr:  # noqa: N802
        match node.op.name:
            case "SVFOP_CURRENT_DATE":
                return self._now(DATE)
            case "SVFOP_CURRENT_TIMESTAMP" | "SVFOP_CURRENT_TIMESTAMP_N":
                return self._now(TIMESTAMPTZ)
            case "SVFOP_LOCALTIMESTAMP" | "SVFOP_LOCALTIMESTAMP_N":
                return self._now(TIMESTAMP)
        raise Unsolved(node.op.name.removeprefix("SVFOP_"))

    def _now(self, type: Type) -> Constant:
        self.asks_for_the_time = True
        if type is DATE:
            return Constant(self.moment.date(), DATE)
        return Constant(self.moment if type is TIMESTAMPTZ else self.moment.replace(tzinfo=None), type)

    def _A_Expr(self, node: Any) -> Expr:  # noqa: N802
        names = words(node.name)
        left = self.read(node.lexpr) if node.lexpr else None
        right = self.read(node.rexpr)
        if len(names) > 1 and names[0] != "pg_catalog" and not _is_citext(left, right):
            raise Unsolved(f"operator {'.'.join(names)}")
        name = names[-1]
        match node.kind.name:
            case "AEXPR_OP":
                if left is not None and isinstance(left, Row):
                    return expand(compare(name, left, right))
                return self._call(name, (right,) if left is None else (left, right))
            case "AEXPR_OP_ANY" | "AEXPR_OP_ALL" as kind if left is not None:
                result_of(name, (left.type, right.type.inner))
                return Quantified(name, "any" if kind.endswith("ANY") else "all", left, right)
            case "AEXPR_DISTINCT" if left is not None:
                return expand(Distinct(left, right))
            case "AEXPR_NOT_DISTINCT" if left is not None:
                return Not(expand(Distinct(left, right)))
            case "AEXPR_NULLIF" if left is not None:
                return NullIf(left, right)
        raise Unsolved(f"operator {name} in the form {node.kind.name}")

    def _call(self, name: str, args: tuple[Expr, ...]) -> Expr:
        name = "<>" if name == "!=" else name
        if name in COMPARISONS and len(args) == 2 and any(each.type.family == "record" for each in args):
            raise Unsolved(f"comparison {name} of rows")
        return Call(name, args, result_of(name, tuple(each.type for each in args)))


def _is_citext(left: Expr | None, right: Expr) -> bool:
    """Operators of citext lie in the extension's schema, and are all that we follow there."""
    return left is not None and "citext" in {left.type.family, right.type.family}


def _constant(node: Any) -> Constant:
    if node.isnull:
        return Constant(None, UNKNOWN)
    value = node.val
    match value:
        case ast.Integer():
            return Constant(value.ival or 0, INT4)
        case ast.Boolean():
            return Constant(bool(value.boolval), BOOL)
        case ast.String():
            return Constant(value.sval, TEXT)
        case ast.Float():
            return _number(value.fval)
    raise Unsolved(f"a constant of the form {type(value).__name__}")


def _number(text: str) -> Constant:
    """A number that the grammar could not hold as int4 (manual: Numeric Constants)."""
    whole = int(text) if text.lstrip("-").isdigit() else None
    if whole is not None and -_LARGEST_INT4 <= whole < _LARGEST_INT4:
        return Constant(whole, INT4)
    if whole is not None and -_LARGEST_INT8 <= whole < _LARGEST_INT8:
        return Constant(whole, INT8)
    return Constant(parse(text, NUMERIC, ()), NUMERIC)
