"""The rules by kind: every subclass of `Rule` in a module of `rules` is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native import rules
from pgplumb.differ.engines.native.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.ids import ObjectId


@cache
def registered() -> Mapping[str, Rule[Any]]:
    """One rule for each kind that the native engine can change."""
    found: dict[str, Rule[Any]] = {}
    for module in pkgutil.iter_modules(rules.__path__):
        for value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Rule) and "kind" in vars(value):
                found[value.kind] = value()
    return found


def rule_for(id: ObjectId) -> Rule[Any]:
    """The rule of the object's kind."""
    return registered()[id.kind]
