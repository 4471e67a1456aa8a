"""What the doctor says of a machine, a project and a database: checks in sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A note is neither good nor bad: something that is not there and need not be, or that was not looked at.
State = Literal["ok", "note", "warning", "problem"]
STATES: tuple[State, ...] = ("ok", "note", "warning", "problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at: a stable code (snake_case), how it stands, and the next thing to do where that is
    not well. `facts` are the same as values: texts, numbers, lists of them.
    """

    code: str
    state: State
    message: str
    help: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """Checks of one subject, under a title."""

    title: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All sections."""

    sections: tuple[Section, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many checks came to which state; every state is there."""
        found = Counter(check.state for section in self.sections for check in section.checks)
        return {state: found[state] for state in STATES}

    @property
    def is_sound(self) -> bool:
        """Whether nothing is broken; warnings and notes break nothing."""
        return not self.counts["problem"]
