"""What checks say of one column's values: never more than what the server refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.generate.candidates import kind_of
from pgplumb.models.patterns import ends_without_space, matching, matching_like
from pgplumb.strategies.expressions import (
    MIRRORED,
    TRIMS,
    Call,
    Cast,
    Column,
    Connective,
    Constant,
    Elements,
    Expr,
    Is,
    Quantified,
    columns_of,
    uncast,
)
from pgplumb.strategies.functions.arrays import flat
from pgplumb.strategies.read import read_expression
from pgplumb.strategies.unsolved import Unsolved
from pgplumb.syntax.parse import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.model.catalog import Catalog

_BOUNDS = {">=": "Ge", ">": "Gt", "<=": "Le", "<": "Lt"}
_DOCUMENTS = {"object": "dict[str, Any]", "array": "list[Any]"}
_LENGTHS = frozenset({"length", "char_length", "character_length"})
#: Casts that leave every value of one family what it is in another.
_KEEPING = frozenset({("int", "numeric"), ("int", "float"), ("text", "bpchar"), ("bpchar", "text")})
_STRINGS = frozenset({"text", "bpchar"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of a value or of its length; `name` is that of the class in annotated_types."""

    name: str
    value: int | Decimal | date


@dataclass(frozen=True, slots=True)
class Shape:
    """A regular expression that the text matches."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Among:
    """The only values: texts, labels or whole numbers."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a JSON document is, as an annotation."""

    annotation: str


Fact = Bound | Shape | Among | Document


def facts(checks: Iterable[str], types: Mapping[str, str], catalog: Catalog) -> dict[str, list[Fact]]:
    """What is known of columns by the expressions of checks, as the server prints them; `types` are theirs by name.

    VALUE, in the checks of a domain, is the column `value`. What is not understood says nothing.
    """
    kinds = {name: kind_of(type, catalog) for name, type in types.items()}
    found: dict[str, list[Fact]] = {}
    for check in checks:
        try:
            read = read_expression(parse_expression(check), kinds, catalog)
        except Unsolved:
            continue
        # One that asks for the time is read once for each of several times.
        if len(read) == 1:
            for name, fact in _told(read[0]):
                found.setdefault(name, []).append(fact)
    return found


def _told(expr: Expr) -> Iterator[tuple[str, Fact]]:
    match expr:
        case Connective(name="and", args=args):
            for each in args:
                yield from _told(each)
        case Connective(name="or", args=args):
            # A NULL passes whatever else is said, so that it may be said changes nothing.
            others = [each for each in args if not isinstance(each, Is)]
            nulls = [each.arg for each in args if isinstance(each, Is) and each.truth is None]
            if len(others) == 1 and len(nulls) == len(args) - 1:
                names = {each.name for each in nulls if isinstance(each, Column)}
                if len(names) == 1 and names == columns_of(others[0]):
                    yield from _told(others[0])
        case Call(name=name, args=(left, right)) if (constant := _constant(right)) is not None:
            yield from _compared(name, left, constant)
        case Call(name=name, args=(left, right)) if name in MIRRORED and (constant := _constant(left)) is not None:
            yield from _compared(MIRRORED[name], right, constant)
        case Quantified(operator="=", quantifier="any", left=left, array=array):
            values = _values(array)
            if values is not None:
                yield from _among(left, values)


def _compared(operator: str, left: Expr, right: Constant) -> Iterator[tuple[str, Fact]]:
    value = right.value
    column = _widened(left)
    match operator:
        case ">=" | ">" | "<=" | "<" if isinstance(column, Column):
            if _is_bound(operator, column.type.family, value):
                yield column.name, Bound(_BOUNDS[operator], value)
        case ">=" | ">" | "<=" | "<" | "=" if isinstance(left, Call) and isinstance(value, int):
            yield from _sized(operator, left, value)
        case "=":
            yield from _among(left, (value,))
            match left:
                case Call(name="jsonb_typeof" | "json_typeof", args=(Column() as document,)) if value in _DOCUMENTS:
                    yield document.name, Document(_DOCUMENTS[value])
                case _:
                    pass
        case "<>" if value == "":
            column = _trimmed(left)
            if isinstance(column, Column) and column.type.family in _STRINGS:
                # Trimmed of spaces something is left.
                yield column.name, Bound("MinLen", 1) if column == uncast(left) else Shape("[^ ]")
        case "~" | "~~" if isinstance(value, str):
            column = uncast(left)
            pattern = matching(value) if operator == "~" else matching_like(value)
            # Of char(n) the server matches the text with the spaces that it is filled up with.
            families = _STRINGS if operator == "~" and ends_without_space(value) else {"text"}
            if isinstance(column, Column) and column.type.family in families and pattern is not None:
                yield column.name, Shape(pattern)


def _is_bound(operator: str, family: str, value: Any) -> bool:
    """Whether Python orders values of the family as the server does, up to this one."""
    match value:
        case bool():
            return False
        case int():
            # NaN is greater than all numbers to the server, and than none to Python.
            return family in {"int", "numeric"} or (family == "float" and operator[0] == "<")
        case Decimal():
            whole = value.is_finite() and value == value.to_integral_value()
            return (family == "numeric" and value.is_finite()) or (family == "int" and whole)
        case date():
            return family == "date" and type(value) is date
    return False


def _sized(operator: str, left: Call, value: int) -> Iterator[tuple[str, Fact]]:
    """A bound of a length."""
    least, most = {">=": (0, None), ">": (1, None), "<=": (None, 0), "<": (None, -1), "=": (0, 0)}[operator]
    if left.name in _LENGTHS:
        whole, column = uncast(left.args[0]), _trimmed(left.args[0])
        family = "text"
    elif left.name == "octet_length":
        # A letter takes a byte at least.
        least, whole, column, family = None, uncast(left.args[0]), uncast(left.args[0]), "text"
    elif left.name == "cardinality":
        whole = column = left.args[0]
        family = "array"
    else:
        return
    if isinstance(column, Column) and column.type.family in {family, "bpchar" if family == "text" else family}:
        if least is not None and value + least > 0:
            yield column.name, Bound("MinLen", value + least)
        if most is not None and column == whole and column.type.family == family and value + most >= 0:
            yield column.name, Bound("MaxLen", value + most)


def _among(left: Expr, values: tuple[Any, ...]) -> Iterator[tuple[str, Fact]]:
    column = uncast(left)
    if isinstance(column, Cast) and isinstance(column.arg, Column) and column.arg.type.family == "enum":
        column = column.arg
    if not isinstance(column, Column):
        return
    kept = tuple(value for value in values if value is not None)
    texts, family = all(isinstance(value, str) for value in kept), column.type.family
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in kept)
    if kept and ((texts and family in {"text", "enum"}) or (whole and family == "int")):
        yield column.name, Among(tuple(dict.fromkeys(kept)))


def _constant(expr: Expr) -> Constant | None:
    """The constant that the expression is, beneath casts that leave its value as it is."""
    match expr:
        case Constant():
            return expr
        case Cast(arg=Constant() as found, type=to, modifiers=()):
            families = (found.type.family, to.family)
            return found if families[0] == families[1] or families in _KEEPING else None
    return None


def _values(array: Expr) -> tuple[Any, ...] | None:
    match array:
        case Constant(value=list() as found):
            return tuple(flat(found))
        case Elements(args=args) if all(isinstance(each, Constant) for each in args):
            return tuple(each.value for each in args if isinstance(each, Constant))
        case Cast(arg=arg):
            return _values(arg)
    return None


def _widened(expr: Expr) -> Expr:
    """The column beneath casts from whole numbers to numbers that hold them all."""
    while isinstance(expr, Cast) and expr.arg.type.family == "int" and expr.type.family in {"int", "numeric"}:
        expr = expr.arg
    return expr


def _trimmed(expr: Expr) -> Expr:
    """The column beneath casts between kinds of text, and beneath trimming."""
    expr = uncast(expr)
    while isinstance(expr, Call) and expr.name in TRIMS and len(expr.args) == 1:
        expr = uncast(expr.args[0])
    return expr
