"""Strategies that users give for types and domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.errors import SqlSyntaxError
from pgplumb.generate.candidates import name_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_GIVEN: dict[str, SearchStrategy[Any]] = {}


def register_type(name: str, strategy: SearchStrategy[Any]) -> None:
    """Draw values of a type or domain from the strategy from now on, in the manner of `st.register_type_strategy`.

    `name` is the type's in SQL: `public.email`, `billing."Rate"`, `integer`; `public.email[]` is another one.
    The strategy gives values such as `values` does, or `Text` with what the type's input function takes. Where the
    checks of a domain or a table refuse what it gives, other values of it are drawn.

    Raises ValueError where `name` is no type's.
    """
    _GIVEN[_name(name)] = strategy


def forget_type(name: str) -> None:
    """Undo `register_type`; nothing happens where it was not called."""
    _GIVEN.pop(_name(name), None)


def registered(name: str, *, array: bool) -> SearchStrategy[Any] | None:
    """What was registered for the type of this name, as Kind has it, or for arrays of it."""
    return _GIVEN.get(f"{_plain(name)}[]" if array else _plain(name))


def _name(type: str) -> str:
    try:
        return _plain(name_of(type))
    except SqlSyntaxError as error:
        told = f"{type!r} is no name of a type; write it as in SQL, such as public.email or numeric"
        raise ValueError(told) from error


def _plain(name: str) -> str:
    return name.removeprefix("public.")
