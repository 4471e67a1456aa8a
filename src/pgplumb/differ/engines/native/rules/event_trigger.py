"""Event triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.general import EventTrigger
from pgplumb.syntax.sql import ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId

_STATES = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


class EventTriggerRule(Rule[EventTrigger]):
    """Created last, so that they do not fire on the plan itself."""

    kind = "event_trigger"
    rank = 95

    def create(self, found: EventTrigger, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        text = sql("CREATE EVENT TRIGGER {} ON {}", name(found.id), ident(found.event))
        if found.tags:
            text = sql("{} WHEN TAG IN ({})", text, join(", ", map(literal, found.tags)))
        yield step(sql("{} EXECUTE FUNCTION {}()", text, raw(found.function)), "create")
        if found.enabled != "O":
            yield self._state(found)
        yield from finishing(found, context)

    def drop(self, found: EventTrigger, context: Context) -> Iterator[Step]:
        yield step(sql("DROP EVENT TRIGGER {}", name(found.id)), "drop")

    def manner(self, before: EventTrigger, after: EventTrigger, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER if changed <= {"owner", "enabled"} else Manner.REPLACE

    def alter(
        self, before: EventTrigger, after: EventTrigger, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        if "enabled" in changed:
            yield self._state(after)
        if "owner" in changed:
            yield owner_step(after)

    def _state(self, found: EventTrigger) -> Step:
        return step(sql("ALTER EVENT TRIGGER {} {}", name(found.id), raw(_STATES[found.enabled])))
