"""`pgplumb doctor` on a live server that asks for passwords, on machines that lack things, and outside of projects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.postgres.session import connect
from tests.cli.passwords import PASSWORDS, live_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb, Ran
    from tests.cli.passwords import LiveServer

SEATS = "create table seat (id integer primary key, price integer not null);\n"
EXTENDED = """\
create extension hstore;
create extension "uuid-ossp";
create extension surely_nobody_has_this;
-- pgplumb: requires extension nor_has_anybody_this
create table thing (id integer primary key);
"""


@pytest.fixture(scope="module")
def live() -> Iterator[LiveServer]:
    with live_server() as server:
        yield server


@pytest.fixture
def shop(live: LiveServer) -> Iterator[Dsn]:
    with live.database() as dsn:
        yield dsn


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one table; its cache is a new folder."""
    monkeypatch.setenv("PGPLUMB_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "shop"
    (folder / "desired").mkdir(parents=True)
    (folder / "pgplumb.toml").write_text('numbering = "sequential"\n')
    (folder / "desired" / "seats.sql").write_text(SEATS)
    return folder


def checks(ran: Ran) -> dict[str, dict[str, Any]]:
    """The checks of a document by their codes; of several with one code the last."""
    document = json.loads(ran.out)
    assert document["format"] == "pgplumb.doctor/1"
    found = [check for section in document["sections"] for check in section["checks"]]
    assert document["summary"] == {
        state: sum(check["state"] == state for check in found) for state in ("ok", "note", "warning", "problem")
    }
    assert ran.status == (1 if document["summary"]["problem"] else 0)
    return {check["code"]: check for check in found}


def test_a_machine_and_a_project_without_a_database(project: Path, pgplumb: Pgplumb) -> None:
    ran = pgplumb("-C", str(project), "doctor")
    assert ran.status == 0, ran.out
    assert f"The project is {project / 'pgplumb.toml'}." in ran.out
    assert f"numbering: sequential (from {project / 'pgplumb.toml'})" in ran.out
    assert f"cache: {project.parent / 'cache'} (from PGPLUMB_CACHE)" in ran.out
    assert "By default: desired, migrations, " in ran.out
    assert "embedded: PostgreSQL 18." in ran.out
    assert "stand-ins for pgcrypto and uuid-ossp" in ran.out
    assert "The desired schema needs no extension." in ran.out
    assert "Not looked at: none is named" in ran.out


def test_the_rights_that_are_missing_are_enough_to_plan_once_granted(
    project: Path, pgplumb: Pgplumb, live: LiveServer, shop: Dsn
) -> None:
    run = lambda *arguments: pgplumb("-C", str(project), *arguments)  # noqa: E731
    assert run("make", "first").status == 0
    assert run("apply", "--url", live.url()).status == 0
    (project / "desired" / "seats.sql").write_text(SEATS.replace(");", ", zone text);"))
    found = checks(run("doctor", "--url", live.url("stranger"), "--format", "json"))
    assert found["plan_rights"]["state"] == "problem"
    assert found["apply_own"]["facts"]["not_owned_listed"] == ["table public.seat"]
    assert found["apply_create"]["facts"]["closed"] == ["public"]
    assert found["apply_history"]["state"] == "warning"
    refused = run("plan", "--url", live.url("stranger"))
    assert "stranger may not read 1 table (public.seat)" in refused.err
    with connect(shop) as session:
        for grant in found["plan_rights"]["facts"]["grants"]:
            session.script(grant)
    found = checks(run("doctor", "--url", live.url("stranger"), "--format", "json"))
    assert found["plan_rights"]["state"] == "ok"
    planned = run("plan", "--url", live.url("stranger"))
    assert planned.status == 2, planned.err
    found = checks(run("doctor", "--url", live.url(), "--format", "json"))
    assert {code: check["state"] for code, check in found.items() if code.startswith(("apply", "plan"))} == {
        "plan_rights": "ok",
        "apply_create": "ok",
        "apply_own": "ok",
        "apply_history": "ok",
        "apply_superuser": "ok",
    }


def test_what_pending_migrations_name_and_the_role_does_not_own(
    project: Path, pgplumb: Pgplumb, live: LiveServer, shop: Dsn
) -> None:
    run = lambda *arguments: pgplumb("-C", str(project), *arguments)  # noqa: E731
    run("make", "first")
    run("apply", "--url", live.url())
    (project / "desired" / "seats.sql").write_text(SEATS.replace(");", ", zone text);"))
    assert run("make", "zones").status == 0
    with connect(shop) as session:
        session.script("ALTER TABLE seat OWNER TO postgres; GRANT SELECT ON seat TO app")
    ran = run("doctor", "--url", live.url())
    assert "; of those the pending migrations name table public.seat." in ran.out


def test_a_transaction_that_is_held_open(
    project: Path, pgplumb: Pgplumb, live: LiveServer, shop: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPLUMB_LOCK_TIMEOUT", "1ms")
    with connect(shop, application_name="nightly job") as holder, holder.transaction():
        holder.execute("CREATE TABLE half_done (a int)")
        ran = pgplumb("-C", str(project), "doctor", "--url", live.url())
        assert ran.status == 0
        assert f'pid {holder.pid}, postgres, "nightly job", ' in ran.out
        assert "pg_terminate_backend(PID)" in ran.out


def test_extensions_and_who_has_them(project: Path, pgplumb: Pgplumb) -> None:
    (project / "desired" / "seats.sql").write_text(EXTENDED)
    ran = pgplumb("-C", str(project), "doctor")
    assert ran.status == 1
    assert "hstore (desired/seats.sql:1:1): the scratch server has it." in ran.out
    assert "uuid-ossp (desired/seats.sql:2:1): the scratch server has a stand-in for it" in ran.out
    assert "surely_nobody_has_this (desired/seats.sql:3:1): the scratch server does not have it." in ran.out
    assert "nor_has_anybody_this (desired/seats.sql:4:1): the scratch server does not have it. What requires" in ran.out
    assert ran.out.count("No server that was started has it") == 2
    assert ran.out.endswith("1 problem, 2 warnings.\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--url", "postgresql://app:hunter2@127.0.0.1:1/shop"], "connection"),
        (["--url", "postgresql://app:hun@ter2@127.0.0.1/shop"], "connection"),
        (["--server", "postgresql://app:hunter2@127.0.0.1:1/shop"], "server"),
        (["--server", "container:localhost/there-is-no-such-image:1"], "server"),
        (["--server", "docker"], "server"),
        (["--server", "local:99"], "server"),
    ],
)
def test_a_server_that_cannot_be_reached_is_a_finding(
    arguments: list[str], code: str, project: Path, pgplumb: Pgplumb
) -> None:
    ran = pgplumb("-C", str(project), "doctor", "--format", "json", *arguments)
    assert ran.status == 1
    states = [
        check["state"]
        for section in json.loads(ran.out)["sections"]
        for check in section["checks"]
        if check["code"] == code
    ]
    assert "problem" in states
    assert "hunter2" not in ran.out + ran.err
    assert "ter2" not in ran.out + ran.err


def test_the_password_is_never_told(project: Path, pgplumb: Pgplumb, live: LiveServer, shop: Dsn) -> None:
    for form in ("text", "json"):
        ran = pgplumb("-C", str(project), "doctor", "--url", live.url(), "--server", live.url(), "--format", form)
        assert "postgresql://app@127.0.0.1" in ran.out
        assert PASSWORDS["app"] not in ran.out + ran.err


def test_a_major_version_that_no_server_has(project: Path, pgplumb: Pgplumb) -> None:
    (project / "pgplumb.toml").write_text("postgres = 99\n")
    ran = pgplumb("-C", str(project), "doctor")
    assert ran.status == 0
    assert "written for PostgreSQL 99, and the scratch server runs 18." in ran.out


def test_mistakes_of_a_project_are_findings(project: Path, pgplumb: Pgplumb) -> None:
    (project / "desired" / "seats.sql").write_text("create tabel seat ();\n")
    (project / "migrations").mkdir()
    (project / "migrations" / "1_a.up.sql").write_text("select 1;\n")
    ran = pgplumb("-C", str(project), "doctor", "--format", "json")
    found = checks(ran)
    assert found["desired"]["state"] == found["migrations"]["state"] == "problem"
    assert "desired/seats.sql:1" in found["desired"]["message"]
    (project / "pgplumb.toml").write_text("nonsense = 1\n")
    found = checks(pgplumb("-C", str(project), "doctor", "--format", "json"))
    assert 'unknown key "nonsense"' in found["configuration"]["message"]


def test_outside_of_a_project_the_machine_is_looked_at(tmp_path: Path, pgplumb: Pgplumb) -> None:
    found = checks(pgplumb("-C", str(tmp_path), "doctor", "--format", "json"))
    assert found["configuration"]["state"] == "warning"
    assert found["server"]["state"] == "ok"
