"""Expressions of checks as frozen values, each with its type: what the evaluator and the solver work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from pgplumb.strategies.types import BOOL, INT4, Type, array_of, common
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """The value of a column; modifiers are those of its type, such as the n of char(n)."""

    name: str
    type: Type
    modifiers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """A value; None is NULL."""

    value: Any
    type: Type

    def __hash__(self) -> int:
        return hash((repr(self.value), self.type))


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function of pg_catalog by its name."""

    name: str
    args: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Cast:
    """A cast, with the modifiers of the type it is to."""

    arg: Expr
    type: Type
    modifiers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Connective:
    """AND or OR of at least one expression."""

    name: Literal["and", "or"]
    args: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        """Boolean."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Not:
    """NOT."""

    arg: Expr

    @property
    def type(self) -> Type:
        """Boolean."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Is:
    """`IS TRUE`, `IS FALSE`, and with None `IS NULL` of a value of any type; never NULL itself."""

    arg: Expr
    truth: bool | None

    @property
    def type(self) -> Type:
        """Boolean."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Distinct:
    """`IS DISTINCT FROM`; never NULL."""

    left: Expr
    right: Expr

    @property
    def type(self) -> Type:
        """Boolean."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Quantified:
    """A comparison with any or all elements of an array."""

    operator: str
    quantifier: Literal["any", "all"]
    left: Expr
    array: Expr

    @property
    def type(self) -> Type:
        """Boolean."""
        return BOOL


@dataclass(frozen=True, slots=True)
class When:
    """A branch of CASE."""

    condition: Expr
    result: Expr


@dataclass(frozen=True, slots=True)
class Case:
    """CASE with conditions; the form that compares one value is read as one with conditions."""

    whens: tuple[When, ...]
    default: Expr

    @property
    def type(self) -> Type:
        """That of its results."""
        return common([each.result.type for each in self.whens] + [self.default.type])


@dataclass(frozen=True, slots=True)
class Choice:
    """COALESCE, GREATEST or LEAST."""

    name: Literal["coalesce", "greatest", "least"]
    args: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        """That of its arguments."""
        return common([each.type for each in self.args])


@dataclass(frozen=True, slots=True)
class Count:
    """`num_nulls` or `num_nonnulls`."""

    name: Literal["num_nulls", "num_nonnulls"]
    args: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        """Integer."""
        return INT4


@dataclass(frozen=True, slots=True)
class NullIf:
    """NULLIF."""

    left: Expr
    right: Expr

    @property
    def type(self) -> Type:
        """That of its first argument."""
        return self.left.type


@dataclass(frozen=True, slots=True)
class Elements:
    """An array by its elements."""

    args: tuple[Expr, ...]
    element: Type

    @property
    def type(self) -> Type:
        """An array of the elements."""
        return array_of(self.element)


@dataclass(frozen=True, slots=True)
class Row:
    """ROW(...); stands in comparisons and IS NULL only, which are read as those of its fields."""

    args: tuple[Expr, ...]

    @property
    def type(self) -> Type:
        """A record."""
        return Type(name="record", family="record")


Expr = (
    Column
    | Constant
    | Call
    | Cast
    | Connective
    | Not
    | Is
    | Distinct
    | Quantified
    | Case
    | Choice
    | Count
    | NullIf
    | Elements
    | Row
)

COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
NEGATED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
#: Functions that take letters from the ends of a text.
TRIMS = frozenset({"btrim", "ltrim", "rtrim"})
MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def compare(name: str, left: Expr, right: Expr) -> Call:
    """A comparison of two expressions."""
    return Call(name, (left, right), BOOL)


def both(*args: Expr) -> Expr:
    """AND; the expression itself where there is one."""
    return args[0] if len(args) == 1 else Connective("and", args)


def either(*args: Expr) -> Expr:
    """OR; the expression itself where there is one."""
    return args[0] if len(args) == 1 else Connective("or", args)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly below."""
    match expr:
        case Column() | Constant():
            return ()
        case Cast(arg=arg) | Not(arg=arg) | Is(arg=arg):
            return (arg,)
        case Distinct(left=left, right=right) | NullIf(left=left, right=right):
            return (left, right)
        case Quantified():
            return (expr.left, expr.array)
        case Case():
            return (*(part for when in expr.whens for part in (when.condition, when.result)), expr.default)
        case Call() | Connective() | Choice() | Count() | Elements() | Row():
            return expr.args


def rebuilt(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with each expression directly below it changed."""
    match expr:
        case Column() | Constant():
            return expr
        case Cast() | Not() | Is():
            return replace(expr, arg=change(expr.arg))
        case Distinct() | NullIf():
            return replace(expr, left=change(expr.left), right=change(expr.right))
        case Quantified():
            return replace(expr, left=change(expr.left), array=change(expr.array))
        case Case():
            whens = tuple(When(change(each.condition), change(each.result)) for each in expr.whens)
            return Case(whens, change(expr.default))
        case Call() | Connective() | Choice() | Count() | Elements() | Row():
            return replace(expr, args=tuple(map(change, expr.args)))


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it, from the left."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def columns_of(expr: Expr) -> frozenset[str]:
    """The names of the columns in it."""
    return frozenset(each.name for each in walk(expr) if isinstance(each, Column))


def uncast(expr: Expr) -> Expr:
    """The column beneath casts between kinds of text."""
    while isinstance(expr, Cast) and expr.type.family in {"text", "bpchar", "citext"} and not expr.modifiers:
        if expr.arg.type.family not in {"text", "bpchar", "citext"}:
            break
        expr = expr.arg
    return expr


def substitute(expr: Expr, row: Mapping[str, Any]) -> Expr:
    """The expression with the columns that the row has as constants; the values are those that are stored."""
    if isinstance(expr, Column):
        return Constant(row[expr.name], expr.type) if expr.name in row else expr
    return rebuilt(expr, lambda child: substitute(child, row))


def expand(expr: Expr) -> Expr:
    """Comparisons of rows as those of their fields, with the same outcome, NULL included."""
    match expr:
        case Call(name=name, args=(Row(args=left), Row(args=right))) if name in COMPARISONS:
            return _compare_rows(name, left, right)
        case Is(arg=Row(args=args), truth=None):
            return both(*(Is(each, None) for each in args))
        case Not(arg=Is(arg=Row(args=args), truth=None)):
            # Not the negation: a row of which one field is NULL is neither.
            return both(*(Not(Is(each, None)) for each in args))
        case Distinct(left=Row(args=left), right=Row(args=right)):
            return either(*(Distinct(*pair) for pair in zip(left, right, strict=True)))
        case Row():
            raise Unsolved("ROW(...)")
    return expr


def _compare_rows(name: str, left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Expr:
    pairs = list(zip(left, right, strict=True))
    if name == "=":
        return both(*(compare("=", *pair) for pair in pairs))
    if name == "<>":
        return either(*(compare("<>", *pair) for pair in pairs))
    (first, second), rest = pairs[0], pairs[1:]
    if not rest:
        return compare(name, first, second)
    later = _compare_rows(name, tuple(a for a, _ in rest), tuple(b for _, b in rest))
    return either(compare(name[0], first, second), both(compare("=", first, second), later))
