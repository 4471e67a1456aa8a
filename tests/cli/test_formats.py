"""What programs and reviewers read: annotations, SARIF, code quality, documents of errors, and several at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.postgres.session import connect
from tests.documents import SCHEMAS, valid

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb, Ran

SEAT = "create table seat (\n    id integer primary key,\n    note text\n);\n"
WITHOUT_NOTE = "create table seat (\n    id integer primary key\n);\n"
MISTAKE = "create table seat (\n    id integer primary key,\n    note txt\n);\n"


@dataclass(frozen=True, slots=True)
class Shop:
    """A project below the root of a repository, and the command run in it."""

    repository: Path
    live: Dsn
    pgplumb: Pgplumb

    @property
    def folder(self) -> Path:
        return self.repository / "db"

    def write(self, text: str) -> None:
        (self.folder / "schema" / "desired" / "seat.sql").write_text(text)

    def run(self, *arguments: str) -> Ran:
        return self.pgplumb("-C", str(self.folder), *arguments)


@pytest.fixture
def shop(tmp_path: Path, database: Dsn, pgplumb: Pgplumb) -> Shop:
    """A project whose desired files lie two folders below it, with one sealed migration."""
    found = Shop(tmp_path, database, pgplumb)
    (tmp_path / ".git").mkdir()
    (found.folder / "schema" / "desired").mkdir(parents=True)
    server = json.dumps(database.with_database("postgres").url)
    (found.folder / "pgplumb.toml").write_text(f'desired = "schema/desired"\nserver = {server}\n')
    found.write(SEAT)
    assert found.run("make", "first").status == 0
    return found


def location(result: Any) -> tuple[str, int]:
    place = result["locations"][0]["physicalLocation"]
    return place["artifactLocation"]["uri"], place["region"]["startLine"]


def test_a_mistake_in_a_desired_file_is_an_annotation_and_still_an_error(shop: Shop) -> None:
    shop.write(MISTAKE)
    found = shop.run("plan", "--format", "github")
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith("::error file=db/schema/desired/seat.sql,line=3,col=10,title=pgplumb%3A A mistake in ")
    assert '::type "txt" does not exist' in found.out


def test_a_syntax_error_too(shop: Shop) -> None:
    shop.write(SEAT.replace("text", "text text text"))
    found = shop.run("plan", "--format", "github")
    assert found.status == 1
    assert found.out.startswith("::error file=db/schema/desired/seat.sql,line=3,col=")


def test_a_mistake_in_a_migration_is_an_annotation_there(shop: Shop) -> None:
    (up,) = (shop.folder / "migrations").glob("*.up.sql")
    up.write_text(up.read_text() + "\n-- a remark\n")
    found = shop.run("verify", "--format", "github")
    assert found.status == 1
    assert found.out.startswith(f"::error file=db/migrations/{up.name},line=1,col=1,")


def test_a_mistake_in_the_configuration_is_an_annotation_there(shop: Shop) -> None:
    (shop.folder / "pgplumb.toml").write_text('desird = "x"\n')
    found = shop.run("plan", "--format", "github")
    assert found.status == 1
    assert found.out.startswith("::error file=db/pgplumb.toml,line=1,col=1,")


def test_a_mistake_in_its_toml_is_an_annotation_at_the_line(shop: Shop) -> None:
    (shop.folder / "pgplumb.toml").write_text('desired = "schema/desired"\nurl = = 1\n')
    found = shop.run("plan", "--format", "github")
    assert found.out.startswith("::error file=db/pgplumb.toml,line=2,col=7,")
    assert "::is not TOML: " in found.out


def test_a_variable_is_no_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPLUMB_POSTGRES", "soon")
    found = shop.run("plan", "--format", "json")
    assert found.status == 1
    assert (valid(found.out)["code"], valid(found.out)["location"]) == ("setting_invalid", None)
    assert found.err.startswith("error: PGPLUMB_POSTGRES: postgres must be ")


def test_what_a_plan_risks_is_told_at_the_table_that_asks_for_it(shop: Shop) -> None:
    shop.write(WITHOUT_NOTE)
    found = shop.run("plan", "--format", "github")
    assert (found.status, found.err) == (2, "")
    first, last = found.out.splitlines()
    assert first.startswith("::warning file=db/schema/desired/seat.sql,line=1,col=1,title=pgplumb%3A Rows or values ")
    assert last == "Plan: 0 to add, 0 to change, 1 to drop."


def test_what_verify_finds_is_told_at_the_line_of_the_column(shop: Shop) -> None:
    shop.write(SEAT.replace("note text", "note text,\n    price integer"))
    found = shop.run("verify", "--format", "github")
    assert found.status == 4
    assert found.out.startswith("::error file=db/schema/desired/seat.sql,line=4,col=5,title=pgplumb%3A The migrations ")
    assert found.out.endswith("\nVerify: 1 error.\n")


def test_drift_is_an_annotation_without_a_file(shop: Shop) -> None:
    shop.run("apply", "--url", shop.live.url)
    with connect(shop.live) as session:
        session.execute("alter table seat add column extra text")
    found = shop.run("drift", "--format", "github", "--url", shop.live.url)
    assert found.status == 2
    first, last = found.out.splitlines()
    title = "pgplumb%3A The live database is not what its migrations made it"
    assert first.startswith(
        f"::error title={title}::column public.seat.extra is there, and no migration made it%0ALook"
    )
    assert last == "Drift: 1 added, 0 changed, 0 dropped."


def test_one_run_writes_several_forms(shop: Shop, tmp_path: Path) -> None:
    shop.write(WITHOUT_NOTE)
    forms = {form: tmp_path / form for form in ("markdown", "sarif", "gitlab", "json", "sql", "text")}
    found = shop.run("plan", "--format", "github", *(f"--also={form}={path}" for form, path in forms.items()))
    assert found.status == 2
    assert found.out.startswith("::warning ")
    texts = {form: path.read_text() for form, path in forms.items()}
    assert texts["markdown"].startswith("<!-- pgplumb:plan -->\n\n### Schema: 0 to add, 0 to change, 1 to drop")
    assert 'drop column "note";' in texts["sql"].lower()
    assert texts["text"].startswith("Compared with the end of the migrations.\n")
    assert valid(texts["json"])["format"] == "pgplumb.plan/1"
    (result,) = json.loads(texts["sarif"])["runs"][0]["results"]
    assert location(result) == ("db/schema/desired/seat.sql", 1)
    (issue,) = json.loads(texts["gitlab"])
    assert issue["location"]["path"] == "db/schema/desired/seat.sql"
    again = shop.run("plan", "--format", "sarif")
    assert again.out == texts["sarif"]


def test_a_failure_is_told_in_every_form_that_was_asked_for(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(MISTAKE)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    forms = {form: tmp_path / form for form in ("markdown", "sarif", "gitlab", "github", "sql")}
    found = shop.run("plan", "--format", "json", *(f"--also={form}={path}" for form, path in forms.items()))
    assert found.status == 1
    assert found.err.startswith('error: desired/seat.sql:3:10: type "txt" does not exist\n    3 |     note txt\n')
    document = json.loads(found.out)
    assert document["format"] == "pgplumb.error/1"
    assert (document["code"], document["exit_status"]) == ("source_error", 1)
    assert document["location"] == {"file": "desired/seat.sql", "line": 3, "column": 10}
    comment = (tmp_path / "markdown").read_text()
    assert comment.startswith(
        "<!-- pgplumb:plan -->\n\n### A mistake in the SQL files, the models or the configuration"
    )
    assert (tmp_path / "summary").read_text() == f"{comment}\n"
    (run,) = json.loads((tmp_path / "sarif").read_text())["runs"]
    assert location(run["results"][0]) == ("db/schema/desired/seat.sql", 3)
    assert json.loads((tmp_path / "gitlab").read_text())[0]["check_name"] == "source_error"
    assert (tmp_path / "github").read_text().startswith("::error file=db/schema/desired/seat.sql,line=3")
    assert not (tmp_path / "sql").exists(), "SQL that says nothing would be taken for no change"


def test_an_error_without_a_place_is_a_document_too(pgplumb: Pgplumb, tmp_path: Path) -> None:
    found = pgplumb("-C", str(tmp_path), "status", "--format", "json")
    assert found.status == 1
    document = json.loads(found.out)
    assert (document["code"], document["location"]) == ("config_not_found", None)
    assert found.err.startswith("error: No pgplumb.toml")


def test_wrong_usage_is_told_in_the_form_that_was_asked_for(pgplumb: Pgplumb) -> None:
    found = pgplumb("apply", "--lock-timeout", "soon", "--format", "json")
    assert found.status == 64
    assert found.err.startswith("Usage: pgplumb apply ")
    assert json.loads(found.out)["code"] == "wrong_usage"


def test_a_form_for_a_file_is_one_that_the_command_has(pgplumb: Pgplumb) -> None:
    found = pgplumb("status", "--also", "sarif=x")
    assert found.status == 64
    assert "'sarif=x' is not FORMAT=FILE with one of text, json, markdown." in found.err


def test_a_file_that_cannot_be_written_is_an_error(shop: Shop, tmp_path: Path) -> None:
    found = shop.run("plan", "--also", f"json={tmp_path / 'no' / 'such' / 'folder'}")
    assert found.status == 1
    assert "No such file or directory" in found.err


def test_every_document_follows_its_schema(shop: Shop) -> None:
    live = ("--format", "json", "--url", shop.live.url)
    printed = [shop.run("apply", "--dry-run", *live), shop.run("status", *live), shop.run("apply", *live)]
    version = valid(printed[-1].out)["migrations"][0]["version"]
    printed += [shop.run("apply", "--mark", f"{version}={state}", *live) for state in ("pending", "applied")]
    with connect(shop.live) as session:
        session.execute("alter table seat alter note set default 'none', alter note set not null")
    printed += [shop.run("drift", *live)]
    with connect(shop.live) as session:
        session.execute("update pgplumb.migrations set checksum = 'other', state = 'running'")
    printed += [shop.run("status", *live), shop.run("drift", *live)]
    shop.write(SEAT.replace("id integer", "-- pgplumb: renamed from id\n    number bigint"))
    saved = str(shop.folder / "plan.json")
    printed += [shop.run("plan", "--out", saved, *live), shop.run("doctor", *live)]
    printed += [shop.run("verify", "--format", "json")]
    printed += [shop.run("apply", "--plan", saved, "--allow", "drift", "--allow", "data_loss", *live)]
    found = {valid(ran.out)["format"].replace("/", ".") for ran in printed}
    assert found == {path.stem for path in SCHEMAS.glob("*.json")}
