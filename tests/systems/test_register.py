"""Every id of a system's specification is shown by a test that names it, or has the reason why no database shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pgplumb.introspect.reader import read
from tests.benchmarks.targets import targets
from tests.systems import how
from tests.systems.kit import REMOVALS, SCHEMA, TRAPS
from tests.systems.picture import picture
from tests.systems.register import HERE, PARTS, Evidence, Register, joined, mistakes, registers
from tests.systems.report import documents, tell

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.session import Session
    from tests.systems.databases import Systems


def _told(**changes: object) -> Register:
    """A register without mistakes, but for what is changed."""
    test = Evidence(file=HERE / "demo" / "test_demo.py", name="test_demo", ids=("DM-Q-01",), fixtures=frozenset())
    right: dict[str, object] = {
        "system": "demo",
        "shown": {"DM-Q-01": "one"},
        "elsewhere": {"DM-SEC-01": "no table tells"},
        "one_form": {},
        "how": {},
        "joined": PARTS,
        "tests": (test,),
    }
    return Register(**{**right, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", joined("register"))
def test_ids_and_tests_name_each_other(name: str) -> None:
    (register,) = (each for each in registers() if each.system == name)
    assert list(mistakes(register)) == []


def test_every_system_is_held_to_everything() -> None:
    assert [register.system for register in registers()] == ["catering", "seating", "supabase", "ticketing", "togather"]
    assert {register.system: sorted(register.joined) for register in registers()} == {
        register.system: sorted(PARTS) for register in registers()
    }


def test_what_is_taken_away_or_naive_belongs_to_an_id() -> None:
    ids = {id for register in registers() for id in register.shown}
    prefixes = {id.split("-", 1)[0] for id in ids}
    there = {path.parent.name for folder in (REMOVALS, TRAPS) for path in folder.glob("*/*.sql")}
    assert {id for id in there if id.split("-", 1)[0] in prefixes} <= ids


def test_a_register_without_mistakes() -> None:
    assert list(mistakes(_told())) == []


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"shown": {"DM-Q-01": "", "DM-SEC-01": ""}}, "DM-SEC-01 is shown and elsewhere"),
        ({"elsewhere": {"DM-WHAT-01": ""}}, "DM-WHAT-01 is of no known kind"),
        ({"elsewhere": {"DM-SEC-02": ""}}, "numbers are missing between DM-SEC-02 and DM-SEC-02"),
        ({"shown": {}}, "DM-Q-01 is named by a test, and is not under [shown]"),
        ({"tests": ()}, "DM-Q-01 has no test"),
        ({"shown": {"DM-Q-01": "", "DM-INV-01": ""}}, "DM-INV-01 has no removal.sql"),
        ({"one_form": {"DM-TRAP-01": ""}}, "DM-TRAP-01 is no TRAP under [shown]"),
    ],
)
def test_a_mistake_is_told(changes: dict[str, object], mistake: str) -> None:
    assert mistake in list(mistakes(_told(**changes)))


def test_the_generated_parts_are_current(systems: Systems) -> None:
    told = [tell(systems, register) for register in registers() if "register" in register.joined]
    stale = [path.name for path, text in documents(told).items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run `nox -s systems -- --write`"


@pytest.mark.parametrize("register", registers(), ids=lambda register: register.system)
def test_what_is_measured_has_all_that_it_takes(register: Register) -> None:
    for target in targets(register.system):
        asked = set(re.findall(r"%\((\w+)\)s", target.statement(SCHEMA / register.system)))
        assert asked == set(target.given), target.what


def test_a_picture_takes_any_name_for_data(session: Session) -> None:
    session.script("""
        create table plain (id integer primary key);
        create table "a ""b"" ```" ("x y" numeric(10, 2) primary key, "%" integer unique references plain);
    """)
    assert picture(read(session, own_roles=frozenset())).splitlines() == [
        "erDiagram",
        '    "#34;a #34;#34;b#34;#34; #96;#96;#96;#34;" {',
        "        numeric_10_2 x_y PK",
        "        integer _ FK, UK",
        "    }",
        '    "plain" {',
        "        integer id PK",
        "    }",
        '    "plain" |o--o| "#34;a #34;#34;b#34;#34; #96;#96;#96;#34;" : "#37;"',
    ]


def test_a_removal_tells_how_an_invariant_is_enforced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "DM-INV-01").mkdir()
    (tmp_path / "DM-INV-01" / "removal.sql").write_text(
        """
        alter table t drop constraint "c|`", alter column n drop not null;
        alter table t disable trigger g;
        drop trigger g on t;
        drop index s.i;
        drop policy p on t;
        create or replace function f() returns integer language sql return 1;
        """,
        encoding="utf-8",
    )
    monkeypatch.setattr(how, "REMOVALS", tmp_path)
    assert how.how(_told(), "DM-INV-01") == (
        "constraint `c\\|'` of `t`, not null of `n` of `t`, trigger `g` of `t`, unique index `i`, policy `p` of `t`, "
        "function `f`"
    )
