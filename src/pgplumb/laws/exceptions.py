"""Exceptions from laws that a project declares, each with its reason: `allow` under [harness] and [isolation]."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ConfigError
from pgplumb.laws import isolation
from pgplumb.laws.isolation.intent import CHANNELS, Allowed, read_intent
from pgplumb.laws.law import registered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.ids import ObjectId

_KEYS = {"law", "object", "reason"}
#: The kinds of objects that are a channel of each kind.
_KINDS = {kind: frozenset({kind}) for kind in CHANNELS} | {
    "unique": frozenset({"unique", "primary_key", "exclusion", "index"}),
    "function": frozenset({"function", "procedure"}),
    "table": frozenset({"table", "foreign_table"}),
}


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Pairs of a law's code and a pattern for objects (`public.orders.*`), each with the reason.

    `channels` are ways between tenants that are meant; they count for the laws on isolation alone.
    """

    entries: tuple[tuple[str, str, str], ...]
    channels: tuple[Allowed, ...] = ()

    def reason(self, code: str, subject: ObjectId) -> str:
        """Why the object need not keep the law; empty where it must."""
        about = subject.target or subject
        name = ".".join(part for part in (about.schema, about.table, about.name) if part)
        for law, pattern, reason in self.entries:
            if law == code and fnmatchcase(name, pattern):
                return reason
        if registered()[code].__module__.startswith(isolation.__name__):
            for channel in self.channels:
                names = (about.name, ".".join(part for part in (about.schema, about.name) if part))
                if about.kind in _KINDS[channel.kind] and any(fnmatchcase(each, channel.name) for each in names):
                    return channel.reason
        return ""


def read_exceptions(tables: Mapping[str, Any]) -> Exceptions:
    """What the tables `harness` and `isolation` of a configuration allow; raises ConfigError for what cannot be."""
    settings = tables["harness"]
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
    intent = read_intent(tables["isolation"])
    return Exceptions(tuple(entries), intent.allow if intent else ())
