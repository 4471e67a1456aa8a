"""Servers of the machine's own packages: found wherever they lie, and used like the embedded one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import LocalServerMissing, ServerStartFailed, UnknownServer
from pgplumb.postgres import found
from pgplumb.postgres.binaries import Account, Binaries, account, runnable
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.dump import RESTRICT_KEY, options
from pgplumb.postgres.server import available, choose, open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

THERE = found.local(os.environ)
SCHEMA = """
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('open', 'sold');
CREATE TABLE shop.seat (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state shop.state NOT NULL DEFAULT 'open');
CREATE VIEW shop.free AS SELECT id FROM shop.seat WHERE state = 'open';
"""


@pytest.fixture(scope="module", params=THERE or [None], ids=lambda each: "none" if each is None else str(each.major))
def binaries(request: pytest.FixtureRequest) -> Binaries:
    if request.param is None:
        pytest.skip("this machine has no local server (on Debian: apt-get install postgresql-15)")
    found_here: Binaries = request.param
    return found_here


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("local") / "cache", 1_000_000)


@pytest.fixture(scope="module")
def local(binaries: Binaries, cache: Cache) -> Iterator[Scratch]:
    with open_scratch(f"local:{binaries.major}", cache=cache, environment=os.environ) as opened:
        yield opened


def _schema(dsn: Dsn) -> None:
    with connect(dsn) as session:
        session.script(SCHEMA)


def _fail(dsn: Dsn) -> None:
    raise AssertionError(f"{dsn} is built although the cache has it")


def test_it_is_the_version_asked_for(binaries: Binaries, local: Scratch) -> None:
    assert local.version == binaries.version
    assert local.label == f"PostgreSQL {binaries.number} (local)"
    with local.database() as dsn, connect(dsn) as session:
        assert session.server_version == binaries.version


def test_root_runs_it_as_another_user(local: Scratch) -> None:
    with local.database() as dsn, connect(dsn) as session:
        assert Path(session.value("SHOW data_directory")).stat().st_uid == account().uid != 0


def test_letters_beyond_ascii_fold_and_text_sorts_by_bytes(local: Scratch) -> None:
    with local.database() as dsn, connect(dsn) as session:
        assert session.value("SELECT lower('ÄÖ')") == "äö"
        assert session.value("SELECT 'a' > 'B'")


def test_templates_are_there_in_the_next_run(binaries: Binaries, tmp_path: Path) -> None:
    spec, kept = f"local:{binaries.major}", Cache(tmp_path / "cache", 1_000_000)
    with open_scratch(spec, cache=kept, environment=os.environ) as scratch:
        scratch.template("a", _schema)
    with (
        open_scratch(spec, cache=kept, environment=os.environ) as scratch,
        scratch.database(scratch.template("a", _fail)) as dsn,
        connect(dsn) as session,
    ):
        assert session.value("SELECT count(*) FROM shop.free") == 0


def test_its_own_pg_dump_reads_it(binaries: Binaries, local: Scratch) -> None:
    with local.database(local.template("schema", _schema)) as dsn, local.database() as copy:
        text = local.dump(dsn)
        assert f"-- Dumped by pg_dump version {binaries.number}" in text
        local.restore(text, copy)
        assert local.dump(copy) == text


def test_pg_dump_is_never_older_than_its_server(local: Scratch, scratch: Scratch, database: Dsn) -> None:
    _schema(database)
    assert "-- Dumped by pg_dump version 18" in local.dump(database)


def test_a_dump_goes_up_and_down_between_versions(local: Scratch, scratch: Scratch, database: Dsn) -> None:
    _schema(database)
    with local.database(local.template("schema", _schema)) as old, scratch.database() as up, local.database() as down:
        scratch.restore(scratch.dump(old), up)
        local.restore(local.dump(database), down)
        for dsn in (up, down):
            with connect(dsn) as session:
                assert session.value("SELECT count(*) FROM shop.free") == 0


def test_the_newest_is_taken_where_none_is_named(binaries: Binaries) -> None:
    with open_scratch("local", cache=Cache(None, 0), environment=os.environ) as scratch:
        assert scratch.version == THERE[0].version


def test_the_server_of_a_major_is_chosen(binaries: Binaries) -> None:
    assert choose(18, environment=os.environ) == "embedded"
    if binaries.major != 18:
        assert choose(binaries.major, environment=os.environ) == f"local:{binaries.major}"
    assert {"embedded", f"local:{binaries.major}"} <= {offer.spec for offer in available(os.environ)}


def test_there_may_be_no_server_of_a_major() -> None:
    assert choose(9, environment=os.environ) is None


def test_a_missing_version_is_told() -> None:
    with pytest.raises(LocalServerMissing, match="PostgreSQL 99 is not installed"):
        open_scratch("local:99", cache=Cache(None, 0), environment=os.environ)


@pytest.mark.parametrize("spec", ["local:", "local:new", "container", "container:", "embedded:18"])
def test_what_is_half_written_is_no_server(spec: str) -> None:
    with pytest.raises(UnknownServer):
        open_scratch(spec, cache=Cache(None, 0), environment=os.environ)


def test_pg_dump_is_asked_for_what_its_release_knows() -> None:
    knows = {version: RESTRICT_KEY in options(version) for version in (140018, 140019, 150013, 150014, 170005, 180000)}
    assert knows == {140018: False, 140019: True, 150013: False, 150014: True, 170005: False, 180000: True}


def _programs(folder: Path, version: str) -> None:
    """Programs that tell a version, as far as looking for them goes."""
    folder.mkdir(parents=True)
    for name in found.NEEDED:
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version}"\n')
        program.chmod(0o755)


def test_every_layout_is_looked_at(tmp_path: Path) -> None:
    _programs(tmp_path / "usr/lib/postgresql/16/bin", "16.4 (Debian 16.4-1)")
    _programs(tmp_path / "usr/lib/postgresql/13/bin", "13.2")
    _programs(tmp_path / "opt/homebrew/opt/postgresql@17/bin", "17.0 (Homebrew)")
    _programs(tmp_path / "cellar/14.5/bin", "14.5")
    (tmp_path / "usr/lib/postgresql/15/bin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/postgres").symlink_to(tmp_path / "cellar/14.5/bin/postgres")
    seen = found.local({"PATH": str(tmp_path / "bin")}, root=tmp_path)
    assert [(each.number, each.folder) for each in seen] == [
        ("17.0", tmp_path / "opt/homebrew/opt/postgresql@17"),
        ("16.4", tmp_path / "usr/lib/postgresql/16"),
        ("14.5", tmp_path / "cellar/14.5"),
    ]


def test_programs_that_the_server_s_user_cannot_run_are_told(tmp_path: Path) -> None:
    _programs(tmp_path / "private/bin", "17.0")
    (tmp_path / "private").chmod(0o700)
    other = Account(uid=65534, gid=65534, is_other=True)
    with pytest.raises(ServerStartFailed, match=r"other users cannot run the programs in .*private/bin"):
        runnable(Binaries(tmp_path / "private", 170000, movable=False), other, shared=None, private=tmp_path)
