"""Plans that are saved, looked at, and applied later: exactly what was saved, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from pgplumb.store.plans import checksum

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb, Ran

FIRST = "create table seat (id integer primary key, price integer);\n"
SECOND = (
    FIRST.replace("price integer", "price bigint not null, note text") + "create view dear as select id from seat;\n"
)
#: Its label has to be committed before the check can use it: three batches.
LABELS = "create type state as enum ('open'{}); create table seat (id integer primary key, now state{});\n"


@dataclass(frozen=True, slots=True)
class Shop:
    """A project without migrations, its live database, and the file for a plan."""

    folder: Path
    live: Dsn
    plan: Path
    pgplumb: Pgplumb

    def write(self, text: str) -> None:
        (self.folder / "desired" / "shop.sql").write_text(text)

    def script(self, text: str) -> None:
        with connect(self.live) as session:
            session.script(text)

    def value(self, query: str) -> object:
        with connect(self.live) as session:
            return session.value(query)

    def run(self, *arguments: str) -> Ran:
        return self.pgplumb("-C", str(self.folder), *arguments, "--url", self.live.url)

    def save(self) -> None:
        ran = self.run("plan", "--out", str(self.plan))
        assert ran.status == 2, ran.err

    def apply(self, *arguments: str) -> Ran:
        return self.run("apply", "--plan", str(self.plan), *arguments)

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the document, and give it the checksum that fits."""
        document = json.loads(self.plan.read_text())
        change(document)
        self.plan.write_text(json.dumps(document | {"checksum": checksum(document)}))


@pytest.fixture
def shop(tmp_path: Path, database: Dsn, pgplumb: Pgplumb) -> Shop:
    folder = tmp_path / "shop"
    (folder / "desired").mkdir(parents=True)
    (folder / "pgplumb.toml").write_text(f"server = {json.dumps(database.with_database('postgres').url)}\n")
    found = Shop(folder, database, tmp_path / "plan.json", pgplumb)
    found.write(FIRST)
    return found


def test_a_saved_plan_is_what_json_prints(shop: Shop) -> None:
    shown = shop.run("plan", "--out", str(shop.plan), "--format", "json")
    assert shop.plan.read_text() == shown.out
    assert shop.run("plan").status == 2, "nothing was applied"


def test_it_runs_and_leads_to_the_desired_schema(shop: Shop) -> None:
    for text in (FIRST, SECOND, LABELS.format("", ""), LABELS.format(", 'sold'", " default 'sold'")):
        shop.write(text)
        shop.save()
        ran = shop.apply("--allow", "data_loss")
        assert (ran.status, ran.out.startswith("plan.json is applied: ")) == (0, True), ran.err
        assert shop.run("plan").status == 0
    assert shop.value("select count(*) from pg_namespace where nspname = 'pgplumb'") == 0, "there is no history"
    again = shop.apply("--allow", "data_loss")
    assert (again.status, again.out) == (2, "")
    assert "is already where it leads" in again.err


def test_it_tells_json(shop: Shop) -> None:
    shop.save()
    found = json.loads(shop.apply("--format", "json").out)
    saved = json.loads(shop.plan.read_text())
    assert found == {
        "format": "pgplumb.applied/1",
        "plan": "plan.json",
        "before": saved["before"],
        "after": saved["after"],
        "statements": sum(len(batch["statements"]) for batch in saved["up"]["batches"]),
    }


def test_no_password_is_saved(shop: Shop, tmp_path: Path) -> None:
    with_password = shop.live.url.replace("postgres@", "postgres:open-sesame-9@", 1)
    assert with_password != shop.live.url
    ran = shop.pgplumb("-C", str(shop.folder), "plan", "--url", with_password, "--out", str(shop.plan))
    assert ran.status == 2, ran.err
    assert "open-sesame-9" not in shop.plan.read_text()


def test_refused_where_the_database_has_moved(shop: Shop) -> None:
    shop.save()
    shop.script("create table other ()")
    ran = shop.apply()
    assert (ran.status, ran.out) == (2, "")
    assert "has changed since. Nothing was run." in ran.err
    assert shop.value("select to_regclass('seat')") is None


def test_refused_where_the_files_have_moved(shop: Shop) -> None:
    shop.save()
    shop.write(SECOND)
    ran = shop.apply()
    assert (ran.status, ran.out) == (2, "")
    assert "the desired schema has changed since. Nothing was run." in ran.err


def test_refused_where_it_was_edited(shop: Shop) -> None:
    shop.save()
    shop.plan.write_text(shop.plan.read_text().replace("integer", "bigint", 1))
    ran = shop.apply()
    assert (ran.status, ran.out) == (3, "")
    assert "was changed after it was saved" in ran.err


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        (
            lambda found: found.update(format="pgplumb.plan/2"),
            3,
            "it says pgplumb.plan/2, and pgplumb.plan/1 is wanted",
        ),
        (lambda found: found.pop("format"), 3, "it says no format"),
        (lambda found: found["findings"].append({"code": "incomplete"}), 3, "leaves out a part of the desired schema"),
    ],
)
def test_refused_where_it_is_of_another_kind(
    shop: Shop, change: Callable[[dict[str, Any]], object], status: int, words: str
) -> None:
    shop.save()
    shop.edit(change)
    ran = shop.apply()
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufeff{}"])
def test_what_is_no_plan_is_told(shop: Shop, text: str) -> None:
    shop.plan.write_text(text, encoding="utf-8")
    ran = shop.apply()
    assert (ran.status in {1, 3}, ran.out, "Traceback" in ran.err) == (True, "", False)
    assert "`pgplumb plan --url URL --out FILE`" in ran.err


def test_a_plan_from_the_migrations_is_not_for_a_database(shop: Shop) -> None:
    assert shop.pgplumb("-C", str(shop.folder), "plan", "--out", str(shop.plan)).status == 2
    ran = shop.apply()
    assert (ran.status, ran.out) == (3, "")
    assert "starts from the end of the migrations, not from a live database" in ran.err


def test_losing_values_has_to_be_allowed(shop: Shop) -> None:
    shop.script(SECOND)
    shop.save()
    ran = shop.apply()
    assert (ran.status, ran.out) == (3, "")
    assert "the plan loses column public.seat.note" in ran.err
    assert ran.err.endswith("--allow data_loss.\n")


def test_a_database_with_migrations_gets_migrations(shop: Shop) -> None:
    assert shop.pgplumb("-C", str(shop.folder), "make", "first").status == 0
    assert shop.run("apply").status == 0
    shop.write(SECOND)
    shop.save()
    ran = shop.apply()
    assert (ran.status, ran.out) == (3, "")
    assert "_first, and a plan beside them makes drift. If that is meant, say so: --allow drift." in ran.err
    assert shop.apply("--allow", "drift").status == 0
    assert shop.run("drift").status == 2


def test_a_failure_takes_all_of_one_transaction_back(shop: Shop) -> None:
    shop.script(FIRST)
    shop.write(SECOND)
    shop.save()
    shop.script("insert into seat values (1, null)")
    ran = shop.apply()
    assert (ran.status, ran.out) == (1, "")
    assert "plan.json: the plan stopped at statement " in ran.err
    assert 'column "price" of relation "seat" contains null values' in ran.err
    assert "Nothing was changed." in ran.err
    assert "apply the plan again." in ran.err
    shop.script("delete from seat")
    assert shop.apply().status == 0


def test_a_failure_after_a_commit_says_what_stays(shop: Shop) -> None:
    shop.script(LABELS.format("", ""))
    more = "alter table seat add check (id > 0);\n"
    shop.write(LABELS.format(", 'sold'", " default 'sold'") + more)
    shop.save()
    shop.script("insert into seat (id) values (-1)")
    ran = shop.apply()
    assert (ran.status, ran.out) == (1, "")
    assert "Statements 1 to 1 are done, and stay." in ran.err
    assert "make a new plan from here" in ran.err
    assert shop.value("select enum_range(null::state)::text") == "{open,sold}"
    shop.script("delete from seat")
    shop.save()
    assert shop.apply().status == 0


@pytest.mark.parametrize("option", [["--to", "1"], ["--steps", "1"], ["--dry-run"], ["--mark", "1=applied"]])
def test_options_of_migrations_are_wrong_usage(shop: Shop, option: list[str]) -> None:
    assert shop.apply(*option).status == 64
