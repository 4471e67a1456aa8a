"""Fixtures that every test may use: one scratch server for the whole session, databases and sessions on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch


@pytest.fixture(scope="session")
def scratch() -> Iterator[Scratch]:
    """The embedded server; under pytest-xdist each worker has its own. It starts when a test first uses it."""
    with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as server:
        yield server


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
