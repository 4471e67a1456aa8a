"""Where functions and operators are found by their name and the families of their arguments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

from pgplumb.strategies.types import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Results = Callable[[Sequence[Type]], Type]

Made = TypeVar("Made", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Function:
    """How its result's type follows from its arguments', how it is computed, and whether NULL gives NULL."""

    result: Results
    call: Callable[[Sequence[Type], Sequence[Any]], Any]
    strict: bool


_FOUND: dict[tuple[str, tuple[str, ...]], Function] = {}
#: Families of which a function may take any.
_GROUPS = {
    "any": "",
    "number": "int numeric float",
    "exact": "int numeric",
    "string": "text bpchar citext",
    "moment": "date timestamp timestamptz",
    "json*": "json jsonb",
}


def function(names: str, arguments: str, result: Type | Results, *, strict: bool = True) -> Callable[[Made], Made]:
    """Register what follows, called with the arguments' values, for names and families that spaces separate."""

    def register(made: Made) -> Made:
        _register(names, arguments, result, lambda types, values: made(*values), strict)
        return made

    return register


def typed(names: str, arguments: str, result: Type | Results, *, strict: bool = True) -> Callable[[Made], Made]:
    """The same, called with the list of the arguments' types first."""

    def register(made: Made) -> Made:
        _register(names, arguments, result, lambda types, values: made(types, *values), strict)
        return made

    return register


def _register(names: str, arguments: str, result: Type | Results, call: Callable[..., Any], strict: bool) -> None:
    results = (lambda types: result) if isinstance(result, Type) else result
    options = [_GROUPS.get(each, each).split() or ["any"] for each in arguments.split()]
    for name, families in product(names.split(), product(*options)):
        _FOUND[name, families] = Function(results, call, strict)


@cache
def lookup(name: str, types: tuple[Type, ...]) -> Function | None:
    """The function for arguments of these types; one with `any` where there is none that names them."""
    families = tuple(each.family for each in types)
    if found := _FOUND.get((name, families)):
        return found
    for pattern in product(*((family, "any") for family in families)):
        if found := _FOUND.get((name, pattern)):
            return found
    return None
