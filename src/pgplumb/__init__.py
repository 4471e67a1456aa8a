"""Schema as code for PostgreSQL: diff, prove, apply and test migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgplumb.errors import PgplumbError
    from pgplumb.laws.behaviour import after, before, refuses
    from pgplumb.laws.stateful.machine import SchemaMachine
    from pgplumb.strategies.databases import Database, database, rows, violating
    from pgplumb.strategies.registry import forget_type, register_type
    from pgplumb.workflow.api import Plan, diff, load

__all__ = [
    "Database",
    "PgplumbError",
    "Plan",
    "SchemaMachine",
    "__version__",
    "after",
    "before",
    "database",
    "diff",
    "forget_type",
    "load",
    "refuses",
    "register_type",
    "rows",
    "violating",
]
__version__ = "0.1.0"

_NAMES = {
    "pgplumb.errors": ("PgplumbError",),
    "pgplumb.laws.behaviour": ("after", "before", "refuses"),
    "pgplumb.laws.stateful.machine": ("SchemaMachine",),
    "pgplumb.strategies.databases": ("Database", "database", "rows", "violating"),
    "pgplumb.strategies.registry": ("forget_type", "register_type"),
    "pgplumb.workflow.api": ("Plan", "diff", "load"),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: the command line starts before any of them is needed."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
