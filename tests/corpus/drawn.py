"""Draws schemas for the property test: a place for each object, and a few numbers that say what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.corpus import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What stands in each place, as numbers that its writer reads one by one; None is nothing.
Drawing = dict[str, "tuple[int, ...] | None"]

_NUMBERS = 8

#: The places, in an order in which each needs only what stands before it.
PLACES: Mapping[str, Callable[[str, objects.Numbers, objects.Drawn], str]] = {
    "away": objects.schema,
    "mood": objects.enum,
    "hue": objects.enum,
    "amount": objects.domain,
    "label": objects.domain,
    "pair": objects.composite,
    "outer_pair": objects.composite,
    "span": objects.range_type,
    "counter": objects.sequence,
    "plain_order": objects.collation,
    "twice": objects.function,
    "thrice": objects.function,
    "run_it": objects.procedure,
    "total": objects.aggregate,
    "shop": objects.table,
    "sale": objects.table,
    "item": objects.table,
    "visit": objects.table,
    "child": objects.child,
    "by_key": objects.index,
    "by_other": objects.index,
    "seen": objects.view,
    "seen_too": objects.view,
    "kept": objects.matview,
    "watch": objects.trigger,
    "rights": objects.policy,
    "rewrite": objects.rule,
    "figures": objects.statistics,
    "news": objects.publication,
    "find": objects.search,
    "far": objects.foreign,
    "less": objects.operator,
    "turn": objects.cast,
    "guard": objects.event_trigger,
    "read": objects.grant,
    "read_too": objects.grant,
    "own": objects.owner,
    "later": objects.default_privileges,
    "remark": objects.comment,
    "remark_too": objects.comment,
}

_PLACE = st.none() | st.tuples(*[st.integers(0, 11)] * _NUMBERS)


def written(drawing: Drawing, drawn: objects.Drawn) -> str:
    """The SQL of a drawing, a line or more for each place that is not empty."""
    lines = []
    for place, writer in PLACES.items():
        numbers = drawing[place]
        if numbers is not None:
            lines.append(writer(place, objects.Numbers(numbers), drawn))
    return "\n".join(line for line in lines if line) + "\n"


@st.composite
def pairs(draw: st.DrawFn, *, trees: bool) -> tuple[str, str]:
    """Two schemas: the second is drawn on its own, or is the first with some places changed.

    With `trees` tables may be partitioned or inherit from others.
    """
    first: Drawing = {place: draw(_PLACE) for place in PLACES}
    if draw(st.booleans()):
        changed = draw(st.sets(st.sampled_from(sorted(PLACES)), min_size=1, max_size=8))
        second: Drawing = {place: draw(_PLACE) if place in changed else first[place] for place in PLACES}
    else:
        second = {place: draw(_PLACE) for place in PLACES}
    return written(first, objects.Drawn(trees=trees)), written(second, objects.Drawn(trees=trees))
