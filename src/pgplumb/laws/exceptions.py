"""Exceptions from laws that a project declares, each with its reason: [harness] allow in its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ConfigError
from pgplumb.laws.law import registered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.ids import ObjectId

_KEYS = {"law", "object", "reason"}


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Pairs of a law's code and a pattern for objects (`public.orders.*`), each with the reason."""

    entries: tuple[tuple[str, str, str], ...]

    def reason(self, code: str, subject: ObjectId) -> str:
        """Why the object need not keep the law; empty where it must."""
        about = subject.target or subject
        name = ".".join(part for part in (about.schema, about.table, about.name) if part)
        for law, pattern, reason in self.entries:
            if law == code and fnmatchcase(name, pattern):
                return reason
        return ""


def read_exceptions(settings: Mapping[str, Any]) -> Exceptions:
    """What the table `harness` of a configuration allows; raises ConfigError for what it cannot mean."""
    if unknown := set(settings) - {"allow"}:
        raise ConfigError(file="[harness]", reason=f'unknown key "{min(unknown)}". It has one: allow.')
    entries = []
    for entry in settings.get("allow", []):
        if (
            not isinstance(entry, dict)
            or set(entry) != _KEYS
            or not all(isinstance(v, str) and v for v in entry.values())
        ):
            raise ConfigError(
                file="[harness]", reason=f"allow takes tables {{ law, object, reason }}, all texts, not {entry!r}."
            )
        if entry["law"] not in registered():
            close = get_close_matches(entry["law"], registered(), 1)
            meant = f' Did you mean "{close[0]}"?' if close else ""
            raise ConfigError(file="[harness]", reason=f'there is no law "{entry["law"]}".{meant}')
        entries.append((entry["law"], entry["object"], entry["reason"]))
    return Exceptions(tuple(entries))
