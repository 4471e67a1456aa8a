"""Fixtures that every test may use: one scratch server for the whole session, databases and sessions on it."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, containers, open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch


def pytest_addoption(parser: pytest.Parser) -> None:
    """Registered here, for pytest reads the options of no folder further down when it starts above it."""
    told = "run the systems' invariants with the enforcement of each taken away, and hold that they turn red"
    parser.getgroup("pgplumb's own tests").addoption("--removed", action="store_true", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Let no example fail for the time it takes, as it may beside other work; bring in what --removed changes."""
    settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")
    if config.getoption("--removed"):
        from tests.systems import removals

        config.pluginmanager.register(removals)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each worker begin with its share of what takes longest: who began it last would be left alone with it."""
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    if workers == 1:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    others = iter([item for item in items if not item.get_closest_marker("long")])
    # pytest-xdist gives each worker as many, in this order.
    each = len(items) // workers
    shares = [long[number::workers] for number in range(workers)]
    items[:] = [item for share in shares for item in (*share, *islice(others, max(0, each - len(share))))] + [*others]


@pytest.fixture(scope="session")
def scratch() -> Iterator[Scratch]:
    """The embedded server; under pytest-xdist each worker has its own. It starts when a test first uses it."""
    with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as server:
        yield server


@pytest.fixture(scope="session")
def image() -> str:
    """The image for servers in containers: what PGPLUMB_TEST_IMAGE names, or else one of PostgreSQL that is here."""
    named = os.environ.get("PGPLUMB_TEST_IMAGE")
    if named:
        return named
    if lacking := containers():
        pytest.skip(f"there are no containers here: {lacking}")
    there = [offer.spec for offer in available(os.environ) if offer.spec.startswith("container:")]
    if not there:
        pytest.skip("there is no image of PostgreSQL here (docker pull postgres:17)")
    return there[-1].removeprefix("container:")


@pytest.fixture
def database(scratch: Scratch) -> Iterator[Dsn]:
    """An empty database, gone after the test."""
    with scratch.database() as dsn:
        yield dsn


@pytest.fixture
def session(database: Dsn) -> Iterator[Session]:
    """A session in an empty database."""
    with connect(database) as opened:
        yield opened
