"""Fixtures for the tests of one reference system, which is the one whose folder the test lies in."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import LocalServerMissing
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from tests.systems.databases import Systems
from tests.systems.kit import SCHEMA, TRAPS, query as text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.postgres.scratch import Scratch
    from tests.systems.kit import Place

#: Debian's server, for which there are packages of what the embedded one lacks.
WHOLE = "local:15"


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
    (trap,) = sorted(id for id in shown if (TRAPS / id / "naive.sql").exists())
    with systems.naive(system_name, trap) as place:
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
    try:
        with open_scratch(WHOLE, cache=Cache(None, 0), environment=os.environ) as scratch:
            yield Systems(scratch)
    except LocalServerMissing:
        pytest.skip("there is no PostgreSQL 15 here (on Debian: apt-get install postgresql-15)")


@pytest.fixture
def whole(whole_systems: Systems, system_name: str, removal: str | None) -> Iterator[Place]:
    """A clone of the whole desired schema, on a server that has every extension that it requires."""
    if missing := whole_systems.lacking(system_name):
        pytest.skip(f"PostgreSQL 15 lacks {', '.join(sorted(missing))} (on Debian: postgresql-15-postgis-3)")
    with whole_systems.desired(system_name, removal) as place:
        yield place
