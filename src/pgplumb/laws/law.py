"""What a law is, and the registry: a module in one of the folders beside this one registers its laws by lying there."""

from __future__ import annotations

import inspect
import pkgutil
from abc import ABC, abstractmethod
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

import pgplumb.laws

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId


class Law(ABC):
    """One law. The docstring of its class is its published page: what it asks, why, and how to mend what breaks it."""

    #: The name by which people select the law and make exceptions from it; snake_case, unique.
    code: ClassVar[str]

    @abstractmethod
    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The objects that are held to it, in a stable order; told from the catalog and the settings alone."""

    @abstractmethod
    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Hold one object to it. What is written to the bench's database is rolled back."""

    @property
    def page(self) -> str:
        """What is published about the law."""
        return inspect.cleandoc(type(self).__doc__ or "")


@cache
def registered() -> Mapping[str, Law]:
    """Every law by its code, in the order of the codes."""
    found: dict[str, Law] = {}
    for module in pkgutil.walk_packages(pgplumb.laws.__path__, f"{pgplumb.laws.__name__}."):
        if module.ispkg or module.name.count(".") < _DEPTH:
            continue
        for _, member in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(member, Law) and member.__module__ == module.name and not inspect.isabstract(member):
                found[member.code] = member()
    return dict(sorted(found.items()))


#: The dots in the name of a law's module: `pgplumb.laws.constraints.accepts`.
_DEPTH = 3
