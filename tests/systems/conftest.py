"""Fixtures for the tests of one reference system, which is the one whose folder the test lies in."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.found import local
from pgplumb.postgres.scratch import Scratch
from pgplumb.postgres.stand_ins import StandIns
from pgplumb.postgres.started import Started
from tests.systems.databases import Systems
from tests.systems.kit import SCHEMA, TRAPS, query as text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.systems.kit import Place

#: Debian's server, for which there are packages of what the embedded one lacks, is of an older version than that.
EMBEDDED = 18


class Preloading(StandIns):
    """No stand-ins; but the library without which pg_stat_statements is created, and cannot be read."""

    def settings(self, folder: Path) -> dict[str, str]:
        """What only the start of a server can say."""
        return super().settings(folder) | {"shared_preload_libraries": "pg_stat_statements"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs extensions, by the server that it asks for."""
    for item in items:
        if "whole_systems" in getattr(item, "fixturenames", ()):
            item.add_marker("extensions")


@pytest.fixture(scope="session")
def systems(scratch: Scratch) -> Systems:
    """The systems on the embedded server."""
    return Systems(scratch)


@pytest.fixture
def system_name(request: pytest.FixtureRequest) -> str:
    """The system whose folder the test lies in."""
    name = request.path.parent.name
    assert (SCHEMA / name).is_dir(), f"{request.path.name} lies in no system's folder"
    return name


@pytest.fixture
def removal(request: pytest.FixtureRequest) -> str | None:
    """The invariant whose enforcement is gone: one that the test shows, under --removed, and else none."""
    return getattr(request, "param", None)


@pytest.fixture
def system(systems: Systems, system_name: str, removal: str | None) -> Iterator[Place]:
    """A fresh clone of the system's desired schema."""
    with systems.desired(system_name, removal) as place:
        yield place


@pytest.fixture
def seeded(systems: Systems, system_name: str, removal: str | None) -> Iterator[Place]:
    """A clone of the desired schema with the small seeds."""
    with systems.seeded(system_name, "small", removal) as place:
        yield place


@pytest.fixture
def naive(systems: Systems, system_name: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An empty database with the naive form of the one trap that the test shows."""
    shown = {id for mark in request.node.iter_markers("shows") for id in mark.args}
    traps = sorted(id for id in shown if (TRAPS / id / "naive.sql").exists())
    assert len(traps) == 1, f"the test is to show one trap that has a naive.sql, and not {traps}"
    with systems.naive(system_name, traps[0]) as place:
        yield place


@pytest.fixture(scope="session")
def _volumes(systems: Systems) -> Iterator[Callable[[str], Place]]:
    made: dict[str, Place] = {}
    with ExitStack() as stack:

        def volumes_of(name: str) -> Place:
            if name not in made:
                made[name] = stack.enter_context(systems.seeded(name, "volumes"))
                made[name].execute("set default_transaction_read_only = on")
            return made[name]

        yield volumes_of


@pytest.fixture
def volumes(_volumes: Callable[[str], Place], system_name: str) -> Place:
    """The desired schema with the volumes, shared by all tests of a worker, so that its session only reads.

    What measures writes opens a session of its own, and rolls back.
    """
    return _volumes(system_name)


@pytest.fixture
def query(system_name: str) -> Callable[[str], str]:
    """`query("get_available_seats")`: the text of a named query of the system, as psycopg takes it."""
    return partial(text_of, folder=SCHEMA / system_name)


@pytest.fixture(scope="session")
def whole_systems() -> Iterator[Systems]:
    """The systems on a server for which there are packages of the extensions that they require."""
    binaries = next((each for each in local(os.environ) if each.major < EMBEDDED), None)
    if binaries is None:
        pytest.skip("there is no PostgreSQL of the distribution here (on Debian: apt-get install postgresql)")
    server = Started(binaries, provider="local", stand_ins=Preloading(), cache=Cache(None, 0), environment=os.environ)
    with Scratch(server, os.environ) as scratch:
        yield Systems(scratch)


@pytest.fixture
def whole(whole_systems: Systems, systems: Systems, system_name: str, removal: str | None) -> Iterator[Place]:
    """A clone of the desired schema on a server that has every extension that the embedded one lacks."""
    if missing := whole_systems.lacking(system_name) & systems.lacking(system_name):
        pytest.skip(f"{whole_systems.scratch.label} lacks {', '.join(sorted(missing))}: install its packages")
    with whole_systems.desired(system_name, removal) as place:
        yield place
