"""Values that are made when somebody asks for the first of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")


class Deferred(Generic[T]):
    """A series of values that `make` gives; it is called once, when the series is gone through or compared."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)

    def __eq__(self, other: object) -> bool:
        return self._values == tuple(other) if isinstance(other, Deferred | tuple) else NotImplemented

    @cached_property
    def _values(self) -> tuple[T, ...]:
        return tuple(self._make())
