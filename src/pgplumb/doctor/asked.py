"""What the doctor has to know of a project to judge a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.model.ids import ObjectId


class Named(NamedTuple):
    """A name in a schema, whatever it names."""

    schema: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The history's schema, what is left alone, how many seconds a migration waits for a lock, the objects that the
    files define with the extensions that they need, and how to find the names that pending migrations speak of.
    """

    history: str
    ignored: Callable[[ObjectId], bool]
    patience: float
    desired: frozenset[ObjectId]
    extensions: frozenset[str]
    pending: Callable[[], frozenset[Named]]
