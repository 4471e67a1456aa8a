"""Draws schemas for the property test: a place for each object, and a few numbers that say what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.corpus import programs, said, tables
from tests.corpus.drawing import Drawn, Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What stands in each place, as numbers that its writer reads one by one; None is nothing.
Drawing = dict[str, "tuple[int, ...] | None"]

#: How many numbers a place has.
NUMBERS = 10

#: The places, in an order in which each needs only what stands before it.
PLACES: Mapping[str, Callable[[str, Numbers, Drawn], str]] = {
    "away": programs.schema,
    "citext": programs.extension,
    "mood": programs.enum,
    "hue": programs.enum,
    "amount": programs.domain,
    "label": programs.domain,
    "pair": programs.composite,
    "outer_pair": programs.composite,
    "span": programs.range_type,
    "counter": programs.sequence,
    "plain_order": programs.collation,
    "twice": programs.function,
    "thrice": programs.function,
    "in_turn": programs.in_turn,
    "place_in": programs.window,
    "run_it": programs.procedure,
    "total": programs.aggregate,
    "tongue": programs.language,
    "other_heap": programs.access_method,
    "shop": tables.table,
    "sale": tables.table,
    "item": tables.table,
    "visit": tables.table,
    "child": tables.child,
    "typed": tables.typed,
    "tuned": tables.tuned,
    "held": tables.constraint,
    "held_too": tables.constraint,
    "asks": tables.of_row,
    "by_key": tables.index,
    "by_other": tables.index,
    "by_size": programs.operator_class,
    "seen": tables.view,
    "seen_too": tables.view,
    "kept": tables.matview,
    "watch": tables.trigger,
    "watch_too": tables.other_trigger,
    "rights": tables.policy,
    "rewrite": tables.rule,
    "figures": tables.statistics,
    "news": tables.publication,
    "feed": tables.subscription,
    "find": programs.search,
    "far": programs.foreign,
    "less": programs.operator,
    "turn": programs.cast,
    "letters": programs.conversion,
    "through": programs.transform,
    "guard": programs.event_trigger,
    "read": said.grant,
    "read_too": said.grant,
    "use": said.right,
    "own": said.owner,
    "later": said.default_privileges,
    "remark": said.comment,
    "remark_too": said.comment,
}

#: Names that have to be quoted, for some of those that are drawn.
ODD: Mapping[str, str] = {
    "shop": "Shop it", "visit": "select", "item": "it.em", "sale": 'sa"le', "child": "\xc9l\xe8ve",
    "c0": "C 0", "c1": "order", "thrice": "Thrice!", "twice": "tw(ice)", "mood": "mo[o]d", "away": "a-way",
    "amount": "$amount$", "asks": "%asks{}", "seen": "SEEN", "by_key": "by key;", "watch": 'wa"tch', "held": "--held",
    "rights": "/*rights", "label": r"\label",
}  # fmt: skip
_PLAIN = re.compile(rf"(?<![\w\"$])({'|'.join(ODD)})(_pkey)?(?![\w\"$])")

_PLACE = st.none() | st.tuples(*[st.integers(0, 11)] * NUMBERS)


def written(drawing: Drawing, drawn: Drawn) -> str:
    """The SQL of a drawing, a line or more for each place that is not empty."""
    lines = []
    for place, writer in PLACES.items():
        numbers = drawing[place]
        if numbers is not None:
            lines.append(writer(place, Numbers(numbers), drawn))
    return "\n".join(line for line in lines if line) + "\n"


def oddly(text: str) -> str:
    """The same schema with names that only quotes let through."""
    return _PLAIN.sub(lambda found: '"' + (ODD[found[1]] + (found[2] or "")).replace('"', '""') + '"', text)


@st.composite
def pairs(draw: st.DrawFn, *, trees: bool) -> tuple[str, str]:
    """Two schemas: the second is drawn on its own, or is the first with some places changed; some have odd names.

    With `trees` tables may be partitioned or inherit from others.
    """
    first: Drawing = {place: draw(_PLACE) for place in PLACES}
    if draw(st.booleans()):
        changed = draw(st.sets(st.sampled_from(sorted(PLACES)), min_size=1, max_size=8))
        second: Drawing = {place: draw(_PLACE) if place in changed else first[place] for place in PLACES}
    else:
        second = {place: draw(_PLACE) for place in PLACES}
    texts = written(first, Drawn(trees=trees)), written(second, Drawn(trees=trees))
    return (oddly(texts[0]), oddly(texts[1])) if draw(st.booleans()) else texts
