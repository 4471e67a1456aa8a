"""Reads [isolation] of the configuration: whose rows are whose, who asks, and what is meant to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Kinds of channels that `allow` may name, with what they are.
CHANNELS = ("table", "unique", "foreign_key", "view", "materialized_view", "function", "trigger", "sequence", "policy")
_KEYS = ("tenant", "user", "actors", "shared", "deleted", "allow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who asks: a role, and claims whose texts may hold `$tenant` and `$user`."""

    name: str
    role: str
    claims: Mapping[str, Any]

    @property
    def of_tenant(self) -> bool:
        """Whether the actor belongs to a tenant: a claim says which."""
        return any("$tenant" in text or "$user" in text for text in _texts(self.claims))

    def as_claimed(self, tenant: str, user: str) -> dict[str, Any]:
        """The claims of a user of a tenant."""
        return {name: _filled(value, tenant, user) for name, value in self.claims.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """Where it stands who belongs to which tenant: a table, its column with the user, its column with the tenant."""

    table: str
    column: str
    tenant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A channel between tenants that is meant: `unique:users_email_key`, and why."""

    kind: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is declared. `shared` and `deleted` are conditions by table; that of "" is for all that have its columns."""

    table: str
    column: str
    via: Mapping[str, tuple[str, ...]]
    users: Users | None
    actors: tuple[Actor, ...]
    shared: Mapping[str, str]
    deleted: Mapping[str, str]
    allow: tuple[Allowed, ...]


def read_intent(settings: Mapping[str, Any]) -> Intent | None:
    """What the table `isolation` of a configuration says; None where it says nothing. Raises ConfigError."""
    if not settings:
        return None
    _known(settings, _KEYS, "[isolation]")
    tenant = _table(settings.get("tenant"), "tenant", ("table", "column"), ("via",))
    via = tenant.get("via", {})
    if not isinstance(via, dict) or not all(_is_path(path) for path in via.values()):
        raise _wrong('tenant.via takes for each table a path such as "orders.tenant_id", or a list of them', via)
    return Intent(
        table=tenant["table"],
        column=tenant["column"],
        via={name: (path,) if isinstance(path, str) else tuple(path) for name, path in via.items()},
        users=_users(settings.get("user")),
        actors=tuple(_actors(settings.get("actors"))),
        shared=_conditions(settings, "shared"),
        deleted=_conditions(settings, "deleted"),
        allow=tuple(_allowed(settings.get("allow", []))),
    )


def _users(given: Any) -> Users | None:
    return None if given is None else Users(**_table(given, "user", ("table", "column", "tenant")))


def _actors(given: Any) -> Iterator[Actor]:
    if not isinstance(given, dict) or not given:
        raise _wrong('actors takes at least one, such as actors.member = { role = "app", claims = { ... } }', given)
    for name, entry in given.items():
        found = _table(entry, f"actors.{name}", ("role",), ("claims", "settings"), tables=("claims", "settings"))
        plain = found.get("settings", {})
        if not all(isinstance(value, str) and "." in setting for setting, value in plain.items()):
            raise _wrong(f'actors.{name}.settings takes texts by setting, such as "app.tenant" = "$tenant"', plain)
        yield Actor(name=name, role=found["role"], claims={**found.get("claims", {}), **plain})


def _conditions(settings: Mapping[str, Any], key: str) -> Mapping[str, str]:
    given = settings.get(key, {})
    found = {"": given} if isinstance(given, str) else given
    if not isinstance(found, dict) or not all(isinstance(text, str) and text for text in found.values()):
        raise _wrong(f"{key} takes a condition in SQL, or a table of conditions by table", given)
    return found


def _allowed(given: Any) -> Iterator[Allowed]:
    for entry in given if isinstance(given, list) else [given]:
        found = _table(entry, "allow", ("channel", "reason"))
        kind, colon, name = found["channel"].partition(":")
        if not colon or not name or kind not in CHANNELS:
            said = "unique:users_email_key; kinds are " + ", ".join(CHANNELS)
            raise _wrong(f"allow takes channels as kind:name, such as {said}", found["channel"])
        yield Allowed(kind=kind, name=name, reason=found["reason"])


def _table(
    given: Any, key: str, needed: tuple[str, ...], also: tuple[str, ...] = (), tables: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A table with texts for all that is needed, and nothing that is not known."""
    shown = ", ".join(needed)
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) and given[name] for name in needed):
        raise _wrong(f"{key} takes a table with texts for {shown}", given)
    _known(given, (*needed, *also), key)
    if wrong := [name for name in tables if not isinstance(given.get(name, {}), dict)]:
        raise _wrong(f"{key}.{wrong[0]} takes a table", given[wrong[0]])
    return given


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            close = get_close_matches(name, names, 1)
            meant = f' Did you mean "{close[0]}"?' if close else ""
            raise ConfigError(
                file="[isolation]", reason=f'unknown key "{name}" in {where}.{meant} It may have: {", ".join(names)}.'
            )


def _wrong(said: str, given: Any) -> ConfigError:
    return ConfigError(file="[isolation]", reason=f"{said}; not {given!r}.")


def _is_path(given: Any) -> bool:
    return isinstance(given, str) or (
        isinstance(given, list) and bool(given) and all(isinstance(p, str) for p in given)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _filled(value: Any, tenant: str, user: str) -> Any:
    match value:
        case str():
            return value.replace("$tenant", tenant).replace("$user", user)
        case dict():
            return {name: _filled(part, tenant, user) for name, part in value.items()}
        case list():
            return [_filled(part, tenant, user) for part in value]
    return value
