"""Servers in containers: started from an image, used like the embedded one, and gone with us.

Where there is no image, `nox -s container` says what is missing, and can make one on Debian.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import ContainerFailed, ContainersMissing, ImageMissing, ScratchGone
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, open_scratch
from pgplumb.postgres.session import connect

container = pytest.importorskip("pgplumb.postgres.container", reason="the extra harness is not installed")
images = pytest.importorskip("pgplumb.postgres.images", reason="the extra harness is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

PATIENCE = 60
#: A child that starts a server, names what watches over it, and then waits to be killed.
CHILD = """
import os, sys, time
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
scratch = open_scratch(f"container:{sys.argv[1]}", cache=Cache(None, 0), environment=os.environ)
with scratch.database():
    print(scratch._server._owner._watcher.pid, flush=True)
    time.sleep(600)
"""
#: A child that lacks the extra.
WITHOUT = """
import os, sys
sys.modules["testcontainers"] = None
from pgplumb.errors import HarnessMissing
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, open_scratch
print(any(offer.spec.startswith("container") for offer in available(os.environ)))
try:
    open_scratch("container:postgres:17", cache=Cache(None, 0), environment=os.environ)
except HarnessMissing as error:
    print(error)
"""


@pytest.fixture(scope="module")
def contained(image: str) -> Iterator[Scratch]:
    with _open(image) as scratch:
        yield scratch


def _open(image: str) -> Scratch:
    return open_scratch(f"container:{image}", cache=Cache(None, 0), environment=os.environ)


def _ours() -> set[str]:
    """Our containers that are there in any state."""
    with images.service() as reached:
        found = reached.client.containers.list(all=True, filters={"label": "pgplumb.claim"}, ignore_removed=True)
        return {each.id for each in found}


def _claims() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("pgplumb-container-*"))


def _wait(condition: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, f"{what} within {PATIENCE} s"
        time.sleep(0.1)


def _table(dsn: Dsn) -> None:
    with connect(dsn) as session:
        session.script("CREATE TABLE t AS SELECT 42 AS a; CREATE SCHEMA s; CREATE VIEW s.v AS SELECT a FROM t")


def test_databases_templates_and_roles(contained: Scratch, image: str) -> None:
    contained.ensure_roles(["somebody"])
    with contained.database(contained.template("a", _table)) as dsn, connect(dsn) as session:
        assert session.server_version == contained.version
        assert (
            contained.label
            == f"PostgreSQL {contained.version // 10000}.{contained.version % 10000} (container {image})"
        )
        assert session.value("SELECT a FROM s.v") == 42
        session.execute("GRANT SELECT ON t TO somebody")
        assert contained.offered_stand_ins == frozenset()


def test_nothing_waits_for_a_disk(contained: Scratch) -> None:
    with contained.database() as dsn, connect(dsn) as session:
        assert session.value("SHOW fsync") == "off"
        assert session.value("SHOW data_directory") == container.DATA
        assert session.value("SELECT pg_read_file('/proc/mounts')").count(f" {container.MEMORY} tmpfs ") == 1


def test_letters_fold_and_text_sorts_by_bytes(contained: Scratch) -> None:
    with contained.database() as dsn, connect(dsn) as session:
        assert session.value("SELECT lower('ÄÖ')") == "äö"
        assert session.value("SELECT 'a' > 'B'")


def test_a_dump_comes_back_equal(contained: Scratch) -> None:
    with contained.database(contained.template("a", _table)) as dsn, contained.database() as copy:
        text = contained.dump(dsn)
        assert 'CREATE VIEW "s"."v"' in text
        contained.restore(text, copy)
        assert contained.dump(copy) == text


def test_a_server_newer_than_our_pg_dump_is_read_from_inside(contained: Scratch, image: str) -> None:
    with contained.database(contained.template("a", _table)) as dsn:
        text = contained._server._started().dump_inside(dsn)
        assert f"-- Dumped by pg_dump version {contained.version // 10000}" in text
        assert 'CREATE VIEW "s"."v"' in text


def test_the_password_is_not_shown(contained: Scratch) -> None:
    with contained.database() as dsn:
        assert len(dsn.get("password")) > 30
        assert dsn.get("password") not in f"{dsn} {dsn!r}"


def test_it_is_offered(contained: Scratch, image: str) -> None:
    with_tag = [offer for offer in available(os.environ) if offer.spec == f"container:{image}"]
    assert [offer.major for offer in with_tag] == [contained.version // 10000]


def test_it_is_gone_when_closed(image: str) -> None:
    before, claims = _ours(), _claims()
    with _open(image) as scratch:
        assert scratch.label == f"{image} (container)"
        assert _ours() == before, "nothing starts before the first use"
        assert scratch.version
        assert len(_ours() - before) == 1
    assert _ours() == before
    assert _claims() == claims


def _kill(image: str, *, watcher: bool) -> str:
    """Kill a run, if told so after what watches over it, and name its container."""
    before = _ours()
    child = subprocess.Popen([sys.executable, "-c", CHILD, image], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    watching = int(child.stdout.readline())
    (left,) = _ours() - before
    if watcher:
        os.kill(watching, signal.SIGKILL)
    child.kill()
    child.communicate()
    return left


def test_it_is_gone_after_a_kill(image: str) -> None:
    left = _kill(image, watcher=False)
    _wait(lambda: left not in _ours(), "the container is removed")


def test_the_next_start_removes_what_nobody_watched_over(image: str) -> None:
    left = _kill(image, watcher=True)
    assert left in _ours()
    with _open(image) as scratch:
        assert scratch.version
        assert left not in _ours()


def test_a_server_that_ends_by_itself_is_told_and_removed(image: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, claims = _ours(), _claims()
    monkeypatch.setitem(container.SETTINGS, "max_connections", "none")
    with _open(image) as scratch:
        with pytest.raises(ContainerFailed, match=r'ended by itself, saying: .*"max_connections"'):
            scratch.version  # noqa: B018  the first use starts it
        assert (_ours(), _claims()) == (before, claims)


def test_a_server_that_never_answers_is_told_and_removed(image: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, claims = _ours(), _claims()
    monkeypatch.setattr(container, "PATIENCE", 3)
    monkeypatch.setitem(container.SETTINGS, "port", "5433")
    with _open(image) as scratch:
        with pytest.raises(ContainerFailed, match="it took no connection within 3 seconds"):
            scratch.version  # noqa: B018  as above
        assert (_ours(), _claims()) == (before, claims)


@pytest.fixture
def no_postgres(image: str) -> Iterator[str]:
    """An image without a server in it: whatever it is started with, it waits for ever."""
    name = "localhost/pgplumb-no-postgres:1"
    with images.service() as reached:
        made = reached.client.containers.create(image, entrypoint=["sleep", "600"], command=[])
        repository, tag = name.split(":")
        made.commit(repository=repository, tag=tag, changes=['ENTRYPOINT ["sleep", "600"]', "CMD []"])
        made.remove(force=True, v=True)
        try:
            yield name
        finally:
            reached.client.images.remove(name, force=True)


def test_an_image_that_is_no_postgres_is_told_and_removed(no_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, claims = _ours(), _claims()
    monkeypatch.setattr(container, "PATIENCE", 3)
    with _open(no_postgres) as scratch:
        with pytest.raises(
            ContainerFailed, match=r"did not become a PostgreSQL server: .* Check that the image is one"
        ):
            scratch.version  # noqa: B018  as above
        assert (_ours(), _claims()) == (before, claims)


def test_a_container_that_is_removed_in_the_middle_of_the_work_is_told(image: str) -> None:
    before, claims = _ours(), _claims()

    def work() -> None:
        with _open(image) as scratch, scratch.database() as dsn, connect(dsn) as session:
            (ours,) = _ours() - before
            with images.service() as reached:
                reached.client.containers.get(ours).remove(force=True, v=True)
            session.execute("SELECT 1")

    with pytest.raises(
        ScratchGone, match=r"The scratch server \(PostgreSQL .* \(container .*: its container was removed"
    ):
        work()
    assert (_ours(), _claims()) == (before, claims)


def test_a_missing_image_is_told(image: str) -> None:
    claims = _claims()
    with (
        _open("localhost/there-is-no-such-image:1") as scratch,
        pytest.raises(ImageMissing, match="localhost/there-is-no-such-image:1 is not here and cannot be pulled"),
    ):
        scratch.version  # noqa: B018  as above
    assert _claims() == claims


def test_where_nobody_listens_there_are_no_containers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    assert images.present() == ()
    with _open("postgres:17") as scratch, pytest.raises(ContainersMissing, match=r"nobody\.sock does not answer"):
        scratch.version  # noqa: B018  as above


def test_without_the_extra_the_error_names_it() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    offered, told = done.stdout.splitlines()
    assert offered == "False"
    assert 'pip install "pgplumb[harness]"' in told
