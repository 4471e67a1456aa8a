"""Times the parts of one comparison by the native engine, in a process of its own, and prints them as a line of JSON.

Between two live databases, without a proof; the clock is that of `subject.py`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from functools import wraps
from typing import TYPE_CHECKING, Any

from pgplumb import diff
from pgplumb.differ import choose
from pgplumb.differ.engines.native.engine import Native
from pgplumb.differ.engines.native.registry import registered

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is told apart, by whom it is done; all the rest is reading both catalogs.
PARTS = (
    ("comparing", choose, "compare"),
    ("planning up and down", Native, "propose"),
    ("locks and hazards", choose, "assemble"),
    ("locks and hazards", choose, "assemble_guarded"),
)
REST = "reading both catalogs"


def timed(spent: dict[str, float], part: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, which adds the seconds that it takes to its part."""

    @wraps(work)
    def run(*args: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*args, **options)
        finally:
            spent[part] += time.perf_counter() - began

    return run


def main() -> None:
    """Arguments: the two databases."""
    before, after = sys.argv[1:]
    registered()
    spent: dict[str, float] = defaultdict(float)
    for part, holder, name in PARTS:
        setattr(holder, name, timed(spent, part, getattr(holder, name)))
    began = time.perf_counter()
    plan = diff(before, after, engine="native", prove=False)
    plan.up_sql()
    seconds = time.perf_counter() - began
    print(json.dumps({REST: seconds - sum(spent.values()), **spent}))


if __name__ == "__main__":
    main()
