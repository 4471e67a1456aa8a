"""Values that a check itself suggests: constants it compares with, lengths, texts that match its patterns."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pgplumb.generate.candidates import MOMENTS, NUMBERS, TEXTS, Kind, known_name
from pgplumb.generate.pattern import NotSupported, sample
from pgplumb.generate.shape import constant
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_PATTERNS = frozenset({"~", "~*"})
_LIKE = frozenset({"~~", "~~*"})
_LONGEST = 400
_SAMPLES = 4


def hints(tree: Any, kind: Kind, random: Random) -> tuple[str, ...]:
    """Texts of values for a column of this type that stands in the check; each once."""
    base = known_name(kind.base)
    found = list(_patterns(tree, random)) if base in TEXTS else []
    for node in nodes(tree):
        if isinstance(node, ast.A_Const) and not node.isnull:
            found += _constants(node.val, base)
    # The tree is walked in no particular order, and the same schema shall give the same rows.
    return tuple(dict.fromkeys(sorted(found)))


def _constants(value: Any, base: str) -> Iterator[str]:
    text = constant(value)
    number = _number(text)
    if base in TEXTS:
        if isinstance(value, ast.Integer) and 0 <= int(text) <= _LONGEST:
            yield "x" * int(text)
            yield "x" * (int(text) + 1)
        elif isinstance(value, ast.String) and not set(text) & set("^$%\\"):
            yield text
    elif base in NUMBERS and number is not None:
        step = Decimal(1)
        for each in (number, number + step, number - step):
            if base in {"numeric", "float4", "float8"} or each == each.to_integral_value():
                yield str(each)
    elif base in MOMENTS and isinstance(value, ast.String) and text[:4].isdigit() and text[4:5] == "-":
        yield text


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 2**31 else None


def _patterns(tree: Any, random: Random) -> Iterator[str]:
    for node in nodes(tree):
        if not isinstance(node, ast.A_Expr) or not node.name:
            continue
        operator = words(node.name)[-1]
        for const in nodes(node.rexpr):
            if not isinstance(const, ast.A_Const) or not isinstance(const.val, ast.String):
                continue
            if operator in _PATTERNS:
                with suppress(NotSupported):
                    yield from [sample(const.val.sval, random) for _ in range(_SAMPLES)]
            elif operator in _LIKE:
                yield const.val.sval.replace("\\", "").replace("%", "ab").replace("_", "c")
