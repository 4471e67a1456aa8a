"""Fixtures for togather alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.systems.databases import Systems
    from tests.systems.kit import Place


@pytest.fixture
def globe(whole_systems: Systems) -> Iterator[Place]:
    """The schema with its part for PostGIS, on a server that has that; the embedded one has not."""
    with whole_systems.desired("togather") as place:
        if not place.value("select exists (select from pg_available_extensions where name = 'postgis')"):
            pytest.skip("PostgreSQL 15 lacks postgis (on Debian: postgresql-15-postgis-3)")
        place.execute("create extension postgis")
        place.script((SCHEMA / "togather" / "postgis" / "places_location.sql").read_text(encoding="utf-8"))
        yield place
