"""What an actor gets whose claims are missing, empty, no claims at all, or left over from the transaction before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.as_role import CLAIMS
from pgplumb.laws.facts import once
from pgplumb.laws.isolation.acting import Person, acting
from pgplumb.laws.isolation.audit import quick_databases
from pgplumb.laws.isolation.stage import Stage, empty_stage
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.isolation.trials import name_of
from pgplumb.laws.probe import undone
from pgplumb.model.relations import View
from pgplumb.syntax.sql import Sql, ident, join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.isolation.reach import Access, Reach
    from pgplumb.laws.isolation.tenancy import Tenancy
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

_DENIED = "42501"
#: What a setting may hold that is no tenant: of JSON, and of plain texts.
_JSON = ("garbage", "null", "[]", "{}", '"text"', '{"sub": null, "tenant": null}')
_PLAIN = ("garbage", "%", "' or true or '", "0", "-1", "00000000-0000-0000-0000-000000000000", "null")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Settings as a transaction may find them. One that is `empty` must not fail either: that is how they are left."""

    says: str
    settings: Mapping[str, str]
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What went wrong on a relation: in which state, with which statement, what came of it, how many were tried."""

    role: str
    state: State
    statement: Sql
    says: str
    examples: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What went wrong by relation, and how many statements were tried on each."""

    shown: Mapping[ObjectId, Shown]
    tried: Mapping[ObjectId, int]


@once
def claimed(bench: Bench) -> Claimed:
    """Every table and view read, and every table's rows deleted, with claims that name nobody."""
    tenancy = tenancy_of(bench)
    shown: dict[ObjectId, Shown] = {}
    tried: dict[ObjectId, int] = {}
    if tenancy is None:
        return Claimed(shown, tried)
    drawn = quick_databases(bench)[0]
    rows = [row for _, row in drawn.rows]
    with empty_stage(bench, tenancy, drawn) as stage:
        people = [Person(actor=actor, tenant="", user="") for actor in tenancy.intent.actors if actor.of_tenant]
        # Before anything of the session's was set: afterwards a setting is empty, and never again missing.
        stage.load_unclaimed(rows)
        for person in people:
            _try(stage, person, State(says="missing", settings={}), shown, tried)
        for person in people:
            for state in _states(person.settings, frozenset(stage.tenants)):
                _try(stage, person, state, shown, tried)
    return Claimed(shown, tried)


def _states(settings: Mapping[str, str], tenants: frozenset[str]) -> Iterator[State]:
    yield State(says="empty, as a transaction before leaves them", settings=dict.fromkeys(settings, ""), empty=True)
    # A tenant may have been drawn whose key is all zeros.
    plain = [text for text in _PLAIN if text not in tenants]
    for place in range(max(len(_JSON), len(plain))):
        values = {name: _of(_JSON if name == CLAIMS else plain, place) for name in settings}
        yield State(says="garbage", settings=values)


def _of(options: Sequence[str], place: int) -> str:
    return options[place % len(options)]


def _try(stage: Stage, person: Person, state: State, shown: dict[ObjectId, Shown], tried: dict[ObjectId, int]) -> None:
    """The same reading with the rows of all tenants there, and without."""
    statements = list(_statements(stage, person))
    among = _run(stage, person, state, [text for _, text in statements])
    with undone(stage.session):
        stage.clear("")
        alone = _run(stage, person, state, [text for _, text in statements])
    for (id, text), first, second in zip(statements, among, alone, strict=True):
        tried[id] = tried.get(id, 0) + 1
        failed = state.empty and first.sqlstate not in {"", _DENIED}
        if (first.rows != second.rows and not first.sqlstate) or failed:
            said = f"fails: {first.message} ({first.sqlstate})" if failed else f"reaches {_count(first, second)}"
            found = Shown(role=person.actor.role, state=state, statement=text, says=said, examples=tried[id])
            shown.setdefault(id, found)


def _count(first: _Got, second: _Got) -> str:
    return f"{len(first.rows)} rows, where without any tenant's there are {len(second.rows)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Got:
    rows: tuple[tuple[str | None, ...], ...] = ()
    sqlstate: str = ""
    message: str = ""


def _run(stage: Stage, person: Person, state: State, statements: list[Sql]) -> list[_Got]:
    found = []
    with acting(stage.session, person.actor.role, state.settings):
        for text in statements:
            with undone(stage.session):
                try:
                    found.append(_Got(rows=tuple(sorted(stage.session.rows(text), key=repr))))
                except DatabaseError as error:
                    found.append(_Got(sqlstate=error.sqlstate, message=error.primary))
    return found


def _statements(stage: Stage, person: Person) -> Iterator[tuple[ObjectId, Sql]]:
    """Reading, and deleting what can be read."""
    for id, access in readable(stage.reach[person.actor.role], stage.tenancy, stage.catalog):
        columns = join(", ", [sql("{}::text", ident(name)) for name in access.select])
        yield id, sql("SELECT {} FROM {}", columns, name_of(id))
        if access.delete and id in stage.tenancy.owned:
            yield id, sql("DELETE FROM {} RETURNING {}", name_of(id), columns)


def readable(reach: Reach, tenancy: Tenancy, catalog: Catalog) -> Iterator[tuple[ObjectId, Access]]:
    """The tables of tenants' rows, and the views, that the role may read."""
    for id, access in reach.relations.items():
        if access.select and (id in tenancy.owned or isinstance(catalog.get(id), View)):
            yield id, access


def script(shown: Shown) -> str:
    """The claims and the statement, for psql."""
    lines = ["BEGIN;"]
    for name, value in shown.state.settings.items():
        lines.append(str(sql("SELECT set_config({}, {}, true);", literal(name), literal(value))))
    return "\n".join([*lines, f"SET LOCAL ROLE {ident(shown.role)};", f"{shown.statement};", "ROLLBACK;", ""])
