"""Schema as code for PostgreSQL: diff, prove, apply and test migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgplumb.errors import PgplumbError
    from pgplumb.laws.behaviour import after, before, refuses
    from pgplumb.workflow.api import Plan, diff, load

__all__ = ["PgplumbError", "Plan", "__version__", "after", "before", "diff", "load", "refuses"]
__version__ = "0.1.0"

_HOMES = {"PgplumbError": "pgplumb.errors", "Plan": "pgplumb.workflow.api", "diff": "pgplumb.workflow.api",
          "load": "pgplumb.workflow.api", "after": "pgplumb.laws.behaviour", "before": "pgplumb.laws.behaviour",
          "refuses": "pgplumb.laws.behaviour"}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: the command line starts before any of them is needed."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
