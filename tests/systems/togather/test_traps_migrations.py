"""The traps of togather's migrations and transactions: what the naive form does wrong, and ours does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from psycopg.types.json import Jsonb

from pgplumb.syntax.split import split
from tests.systems.kit import SCHEMA, refused
from tests.systems.togather.rows import add, event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.systems.kit import Place

MIGRATIONS = SCHEMA / "togather" / "migrations"


def statements(path: Path) -> list[str]:
    """The kinds of the statements in a file."""
    return [type(each.node).__name__ for each in split(path.read_text(encoding="utf-8"), path.name)]


@pytest.mark.shows("TG-TRAP-35")
def test_trap_35_naive(naive: Place) -> None:
    with refused("25001"):
        naive.script("create index concurrently i on events (name); create index concurrently j on events (id)")


@pytest.mark.shows("TG-TRAP-35", "TG-MIG-06")
def test_trap_35() -> None:
    alone = [path for path in MIGRATIONS.glob("*.up.sql") if "CONCURRENTLY" in path.read_text(encoding="utf-8")]
    assert alone
    for path in alone:
        assert statements(path) == ["IndexStmt"], path.name


@pytest.mark.shows("TG-TRAP-36")
def test_trap_36_naive(naive: Place) -> None:
    with refused("23505"):
        naive.execute("create unique index concurrently i on events (name)")
    naive.execute("delete from events where id = 2")
    naive.execute("create unique index concurrently if not exists i on events (name)")
    assert naive.value("select indisvalid from pg_index where indexrelid = 'i'::regclass") is False


@pytest.mark.shows("TG-TRAP-36")
def test_trap_36(system: Place) -> None:
    assert system.query("list_invalid_indexes") == []
    for uri in ("https://x.example/1", "https://x.example/2"):
        add(system, "entity_identifiers", event_id=event(system), uri=uri)
    with refused("23505"):
        system.execute("create unique index concurrently broken on entity_identifiers (scheme)")
    assert system.query("list_invalid_indexes") == [("broken",)]


@pytest.mark.shows("TG-TRAP-37")
def test_trap_37_naive(naive: Place) -> None:
    naive.execute("begin")
    naive.script("begin; create table from_the_file (); commit")
    naive.execute("insert into schema_migrations values (1, false)")
    naive.execute("rollback")
    assert naive.value("select to_regclass('from_the_file')") is not None


@pytest.mark.shows("TG-TRAP-37", "TG-MIG-03")
def test_trap_37() -> None:
    files = sorted(MIGRATIONS.glob("*.sql"))
    assert files
    assert [path.name for path in files if "TransactionStmt" in statements(path)] == []


@pytest.mark.shows("TG-TRAP-38")
def test_trap_38_naive(naive: Place) -> None:
    naive.execute("begin")
    naive.execute("update events set name = 'New'")
    with refused("23514"):
        naive.execute("insert into field_provenance values (1, 2)")
    naive.execute("commit")
    assert naive.value("select name from events") == "Old", "and nobody was told"


@pytest.mark.shows("TG-TRAP-38")
def test_trap_38(system: Place) -> None:
    """One statement does it all, so that there is no COMMIT to be believed."""
    subject, source = event(system, name="Old"), add(system, "sources")
    with refused("23514"):
        system.execute("select set_event_field(%s, 'name', %s, %s, 2)", [subject, Jsonb("New"), source])
    assert system.value("select name from events") == "Old"


@pytest.mark.shows("TG-TRAP-39")
def test_trap_39_naive(naive: Place) -> None:
    with refused("0A000"):
        naive.execute("create extension if not exists postgis")


@pytest.mark.shows("TG-TRAP-39")
def test_trap_39(system: Place) -> None:
    """The core is there without PostGIS; and none of pgcrypto and uuid-ossp is asked for."""
    there = {name for (name,) in system.rows("select extname from pg_extension")}
    assert {"pg_trgm", "btree_gist", "cube", "earthdistance"} <= there
    assert not {"postgis", "pgcrypto", "uuid-ossp"} & there


@pytest.mark.shows("TG-TRAP-47")
def test_trap_47_naive(naive: Place) -> None:
    naive.execute("create table if not exists event_series (id integer primary key, name text not null)")
    with refused("42703"):
        naive.rows("select name from event_series")


@pytest.mark.shows("TG-TRAP-47", "TG-MIG-04")
def test_trap_47() -> None:
    """No file asks whether something is there: each names the schema that it begins with, and the one it leads to."""
    at = None
    for path in sorted(MIGRATIONS.glob("*.up.sql")):
        text = path.read_text(encoding="utf-8")
        head = dict(re.findall(r"^-- pgplumb: (before|after) (\w+)$", text, re.MULTILINE))
        assert "IF NOT EXISTS" not in text.replace("CREATE SCHEMA IF NOT EXISTS", "")
        assert at in (None, head["before"])
        at = head["after"]


@pytest.mark.shows("TG-TRAP-48")
def test_trap_48_naive(naive: Place) -> None:
    assert [name.split("_")[0] for (name,) in naive.rows("select name from files order by name")] == ["10", "1", "9"]


@pytest.mark.shows("TG-TRAP-48", "TG-MIG-01")
def test_trap_48() -> None:
    names = sorted(path.name for path in MIGRATIONS.glob("*.up.sql"))
    versions = [name.split("_")[0] for name in names]
    assert versions == [f"{number:0{len(versions[0])}}" for number in range(1, len(names) + 1)]
