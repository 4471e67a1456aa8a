"""What each server that could be had here can do: whether it starts, its version, the extensions that it offers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.doctor.queries import query
from pgplumb.errors import InvalidDsn, PgplumbError
from pgplumb.model.diagnosis import Check
from pgplumb.model.printable import printable
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.server import available, containers, open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.model.diagnosis import State
    from pgplumb.postgres.cache import Cache
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.server import Offer

#: Servers that are started at once; each start takes a processor.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A server that was tried: the text that names it, which may hold a password, the same without it, what people
    are told about it, and either what came of it (its
    version, its extensions with theirs, those of which it has stand-ins) or why it did not start.

    A container that nobody asked for is not started: its version is not known, and `extensions` is None.
    """

    spec: str = field(repr=False)
    name: str
    label: str
    major: int = 0
    version: int = 0
    extensions: Mapping[str, str] | None = None
    stand_ins: frozenset[str] = field(default=frozenset())
    error: str = ""


def try_server(spec: str, *, cache: Cache, environment: Mapping[str, str]) -> Tried:
    """Start a server, make a database on it, and look what it offers."""
    try:
        with open_scratch(spec, cache=cache, environment=environment) as scratch:
            return _looked_at(spec, scratch)
    except PgplumbError as error:
        return Tried(spec=spec, name=_shown(spec), label=_shown(spec), error=str(error))


def _shown(spec: str) -> str:
    """A server's text without what it may hold of secrets."""
    if "://" not in spec and "=" not in spec:
        return spec
    try:
        return str(Dsn.parse(spec))
    except InvalidDsn:
        return "the server that is named"


def _looked_at(spec: str, scratch: Scratch) -> Tried:
    with scratch.database() as dsn, connect(dsn) as session:
        return Tried(
            spec=spec,
            name=_shown(spec),
            label=scratch.label,
            major=scratch.version // 10000,
            version=scratch.version,
            extensions={name: version for name, version, *_ in session.rows(query("extensions"))},
            stand_ins=scratch.offered_stand_ins,
        )


def try_servers(used: str, *, cache: Cache, environment: Mapping[str, str]) -> tuple[Tried, ...]:
    """Every server that can be had here and the one that is used, in the order in which they are preferred."""
    offers = available(environment)
    specs = list(dict.fromkeys([*(offer.spec for offer in offers if _is_cheap(offer)), used]))
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        tried = list(threads.map(lambda spec: try_server(spec, cache=cache, environment=environment), specs))
    rest = (offer for offer in offers if offer.spec not in specs)
    return (*tried, *(Tried(spec=offer.spec, name=offer.spec, label=offer.spec, major=offer.major) for offer in rest))


def _is_cheap(offer: Offer) -> bool:
    """Whether starting it takes less than a second or so."""
    return not offer.spec.startswith("container:")


def server_checks(tried: Sequence[Tried], used: str) -> Iterator[Check]:
    """A check for each server, and what is to be said of providers that have none."""
    for each in tried:
        yield _server_check(each, is_used=each.spec == used)
    if not any(each.spec.startswith("local") for each in tried):
        message = "local: PostgreSQL is not installed on this machine, and need not be."
        yield Check(code="local_missing", state="note", message=message)
    yield _containers_check([each for each in tried if each.spec.startswith("container:")])


def _server_check(tried: Tried, *, is_used: bool) -> Check:
    shown = printable(tried.name)
    facts = {
        "name": tried.name,
        "version": tried.version or None,
        "major": tried.major or None,
        "used": is_used,
        "extensions": sorted(tried.extensions) if tried.extensions is not None else None,
        "stand_ins": sorted(tried.stand_ins),
        "error": tried.error or None,
    }
    if tried.error:
        state: State = "problem" if is_used else "warning"
        return Check(code="server", state=state, message=f"{shown}: {tried.error}", facts=facts)
    used = ", the one in use" if is_used else ""
    if tried.extensions is None:
        message = f"{shown}: PostgreSQL {tried.major}{used}; not started, to save its time."
        return Check(code="server", state="ok", message=message, facts=facts)
    number = f"{tried.version // 10000}.{tried.version % 10000}"
    stand_ins = f", stand-ins for {' and '.join(sorted(tried.stand_ins))}" if tried.stand_ins else ""
    message = f"{shown}: PostgreSQL {number}{used}; {len(tried.extensions)} extensions{stand_ins}."
    return Check(code="server", state="ok", message=message, facts=facts)


def _containers_check(there: Sequence[Tried]) -> Check:
    lacking = containers()
    if lacking:
        message = f"Containers: {lacking}"
        return Check(code="containers", state="note", message=message, facts={"reachable": False})
    return Check(
        code="containers",
        state="ok" if there else "note",
        message="Containers can be started"
        + ("." if there else "; there is no image of PostgreSQL yet (docker pull postgres:17)."),
        facts={"reachable": True, "images": [each.spec.removeprefix("container:") for each in there]},
    )
