"""Operators and functions of pg_catalog in Python; a module registers those of its field by being imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions import (
    arrays,
    comparisons,
    documents,
    extract,
    networks,
    numbers,
    patterns,
    ranges,
    texts,
    times,
)
from pgplumb.strategies.functions.registry import Function, lookup
from pgplumb.strategies.types import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.strategies.types import Type

#: What was registered, by field; importing them is what fills the registry.
FIELDS = (arrays, comparisons, documents, extract, networks, numbers, patterns, ranges, texts, times)


def result_of(name: str, types: Sequence[Type]) -> Type:
    """The type that an operator or function returns; raises Unsolved for one that is not known."""
    found = lookup(name, tuple(types))
    if UNKNOWN in types and found is None:
        return UNKNOWN
    return found.result(types) if found else _unknown(name, types)


def apply(name: str, types: tuple[Type, ...], values: Sequence[Any]) -> Any:
    """The result for values of these types, of which none is NULL unless the function takes NULLs."""
    found: Function | None = lookup(name, types)
    if found is None:
        return _unknown(name, types)
    return found.call(types, values)


def _unknown(name: str, types: Sequence[Type]) -> Any:
    from pgplumb.strategies.unsolved import Unsolved

    raise Unsolved(f"{name}({', '.join(each.name for each in types)})")


__all__ = ["apply", "result_of"]
