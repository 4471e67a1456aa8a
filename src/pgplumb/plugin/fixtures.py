"""Fixtures for tests of one's own: the project's catalog, databases with its schema, and rows drawn from it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import PgplumbError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from hypothesis.strategies import SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.databases import Database


@pytest.fixture(scope="session")
def pgplumb_bench(pytestconfig: pytest.Config) -> Iterator[Bench]:
    """The schema under test: of the project that --pgplumb names, else of the one that pytest's folder belongs to."""
    from pgplumb.laws.bench import PROFILES
    from pgplumb.workflow.bench import open_bench

    options = pytestconfig.option
    folder = pytestconfig.rootpath / options.pgplumb[0] if options.pgplumb else pytestconfig.invocation_params.dir
    profile = replace(PROFILES[options.pgplumb_profile], seed=options.pgplumb_seed)
    try:
        with open_bench(folder, profile=profile, server=options.pgplumb_server) as bench:
            yield bench
    except PgplumbError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def pgplumb_server(pgplumb_bench: Bench) -> Scratch:
    """The scratch server: makes throwaway databases, empty or from a template."""
    return pgplumb_bench.scratch


@pytest.fixture(scope="session")
def catalog(pgplumb_bench: Bench) -> Catalog:
    """The catalog of the desired schema."""
    return pgplumb_bench.catalog


@pytest.fixture
def db(request: pytest.FixtureRequest, pgplumb_bench: Bench) -> Iterator[Session]:
    """A session in a database with the schema, in a transaction that is rolled back after the test.

    With @pytest.mark.pgplumb_clone it is a database of the test's own, outside a transaction: for COMMIT, and for
    several sessions.
    """
    own = request.node.get_closest_marker("pgplumb_clone") is not None
    with pgplumb_bench.opened() if own else pgplumb_bench.transaction() as session:
        yield session


@pytest.fixture
def as_role(db: Session) -> Callable[..., AbstractContextManager[None]]:
    """`with as_role("app", {"app.tenant": "3"}):` lets `db` act as a role, with claims as policies look for them."""
    from pgplumb.laws.as_role import as_role as acting

    return partial(acting, db)


@pytest.fixture(scope="session")
def rows(catalog: Catalog) -> Callable[..., SearchStrategy[Database]]:
    """`rows("orders", max_size=3)`: a strategy of rows of a table with what they refer to, as `pgplumb.rows` has it."""
    from pgplumb.strategies.databases import rows as drawn

    return partial(drawn, catalog)
