"""Functions, procedures and aggregates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Object):
    """A function or window function, as pg_get_functiondef prints it; the id's signature holds its input types.

    `arguments` are printed with names, modes and defaults; `body` is the text of a string body, empty for a body in
    standard SQL (BEGIN ATOMIC), whose needs the server records itself.
    """

    kind: ClassVar[str] = "function"

    owner: str
    definition: str
    arguments: str
    result: str
    language: str
    argument_names: tuple[str, ...] = field(compare=False)
    defaults: int = field(compare=False)
    body: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Object):
    """A procedure, as pg_get_functiondef prints it."""

    kind: ClassVar[str] = "procedure"

    owner: str
    definition: str
    arguments: str
    language: str
    argument_names: tuple[str, ...] = field(compare=False)
    defaults: int = field(compare=False)
    body: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Object):
    """An aggregate (pg_aggregate); `arguments` as pg_get_function_arguments prints them, `clauses` as in its CREATE."""

    kind: ClassVar[str] = "aggregate"

    owner: str
    arguments: str
    result: str
    clauses: tuple[str, ...]
