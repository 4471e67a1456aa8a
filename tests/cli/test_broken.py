"""Bad input, a directory each: what the command says to the letter, how it ends, and that it leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.cli.broken import FOLDERS, Names, contents, read_case, timeless
from tests.cli.conftest import Ran
from tests.cli.passwords import PASSWORDS, LiveServer, live_server
from tests.documents import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from tests.cli.broken import Case
    from tests.cli.conftest import Pgplumb

#: Every password in the cases: those that are right, and those that are not.
SECRETS = (*PASSWORDS.values(), "not-the-password-5", "hunter2")

#: Cases that run as a process of their own, as a user starts it; the others take the same way in from here.
IN_A_PROCESS = frozenset(
    {"no-project", "wrong-password", "sql-syntax-error", "migration-fails-half-way", "usage-unknown-command"}
)


@pytest.fixture(scope="session")
def live() -> Iterator[LiveServer]:
    """The server that asks for passwords."""
    with live_server() as server:
        yield server


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder in which the commands keep what they read, for one another."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def maintenance(scratch: Scratch) -> Dsn:
    """The tests' own server, as the commands are given it for their scratch databases."""
    with scratch.database() as dsn:
        return dsn.with_database("postgres")


@pytest.fixture
def shop(request: pytest.FixtureRequest, live: LiveServer) -> Iterator[Dsn]:
    """A live database as its superuser reaches it; where a case has no business there, the one that all share."""
    case = read_case(request.getfixturevalue("path"))
    if not case.is_live:
        yield live.own
        return
    with live.database() as dsn:
        yield dsn


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_bad_input(
    path: Path,
    live: LiveServer,
    shop: Dsn,
    maintenance: Dsn,
    cache: str,
    pgplumb: Pgplumb,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, folder = read_case(path), tmp_path / "project"
    names = Names.of(live, maintenance, folder)
    monkeypatch.setenv("PGPLUMB_SERVER", maintenance.url)
    monkeypatch.setenv("PGPLUMB_CACHE", cache)
    prepare(case, path, folder, names, shop, pgplumb)
    for name, value in case.environment.items():
        monkeypatch.setenv(name, names.fill(value))
    found = contents(folder)

    arguments = [names.fill(word) for word in case.command]
    ran = in_a_process(folder, arguments) if path.name in IN_A_PROCESS else pgplumb("-C", str(folder), *arguments)

    assert timeless(ran.err) == names.fill(case.stderr)
    if case.shows:
        for text in case.shows:
            assert names.fill(text) in timeless(ran.out)
    else:
        assert timeless(ran.out) == names.fill(case.stdout)
    assert ran.status == case.exit
    said = ran.out + ran.err
    assert "Traceback" not in said
    assert not [secret for secret in SECRETS if secret in said]
    assert [letter for letter in said if not letter.isprintable() and letter not in "\n\t"] == []
    assert {name: text for name, text in contents(folder).items() if name not in case.writes} == found
    with connect(shop) as session:
        for query, rows in case.left.items():
            assert [list(row) for row in session.rows(query)] == rows


def prepare(case: Case, path: Path, folder: Path, names: Names, shop: Dsn, pgplumb: Pgplumb) -> None:
    """Bring the project and its live database to where the command goes wrong."""
    if (path / "project").is_dir():
        shutil.copytree(path / "project", folder)
    else:
        folder.mkdir()
    with connect(shop) as session:
        session.script(case.setup)
        for command in case.before:
            ran = pgplumb("-C", str(folder), *map(names.fill, command))
            assert ran.status == 0, ran.err
        session.script(case.meddle)
    for name in case.remove:
        (folder / name).unlink()
    if (path / "then").is_dir():
        shutil.copytree(path / "then", folder, dirs_exist_ok=True)


def in_a_process(folder: Path, arguments: list[str]) -> Ran:
    """The command as the entry point runs it."""
    program = [sys.executable, "-c", "from pgplumb.cli.main import entry; entry()", "-C", str(folder), *arguments]
    ran = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    check(ran.stdout)
    return Ran(ran.returncode, ran.stdout, ran.stderr)
