"""`verify` and what migrations do to rows: how hard it tries, what it remembers, and what it says it left out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pgplumb.config.load import default_config
from pgplumb.postgres.cache import Cache
from pgplumb.store import directory
from pgplumb.workflow.project import Project
from pgplumb.workflow.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pgplumb.postgres.scratch import Scratch

UP = "alter table users alter column email set not null;\n"
DOWN = "alter table users alter column email drop not null;\n"


def shop(folder: Path, scratch: Scratch, up: str) -> Project:
    """A project whose second migration is this one."""
    scripts = {
        "0001_users.up.sql": "create table users (id integer primary key, email text);\n",
        "0001_users.down.sql": "-- pgplumb: loses rows of table public.users\ndrop table users;\n",
        "0002_email.up.sql": up,
        "0002_email.down.sql": DOWN,
    }
    (folder / "desired").mkdir()
    (folder / "desired" / "users.sql").write_text("create table users (id integer primary key, email text not null);")
    (folder / "migrations").mkdir()
    for name, text in scripts.items():
        (folder / "migrations" / name).write_text(text)
    directory.seal(folder / "migrations")
    config = default_config(folder, environment={})
    return Project(config=config, scratch=scratch, cache=Cache(folder / "cache", 1 << 20))


def test_a_migration_that_rows_are_in_the_way_of_is_an_error(tmp_path: Path, scratch: Scratch) -> None:
    (found,) = verify(shop(tmp_path, scratch, UP)).findings
    assert found.severity == "error"
    assert "0002_email fails on a database that the schema before it allows" in found.message
    assert "SELECT * FROM public.users WHERE email IS NULL;" in found.help
    assert str(found.location).startswith("0002_email.up.sql")


def test_a_hazard_that_its_header_tells_of_is_a_warning(tmp_path: Path, scratch: Scratch) -> None:
    header = "-- pgplumb: migration email\n-- pgplumb: hazard data_dependent: users may lack an email\n"
    (found,) = verify(shop(tmp_path, scratch, header + UP)).findings
    assert found.severity == "warning"


def test_what_held_is_remembered_while_nothing_changes(tmp_path: Path, scratch: Scratch) -> None:
    project = shop(tmp_path, scratch, "update users set email = '' where email is null;\n" + UP)
    first = verify(project)
    assert not first.findings
    assert "databases tried" in first.checked[-1]
    assert len([path for path in (tmp_path / "cache").rglob("*") if path.is_file() and "rows" in str(path)]) == 8
    assert verify(project) == first


def test_what_is_left_out_is_said(tmp_path: Path, scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    project = shop(tmp_path, scratch, UP)
    (unasked,) = verify(project, rows="none").findings
    assert (unasked.severity, unasked.help) == ("note", "`--rows none` leaves them out.")
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    (lacking,) = verify(project).findings
    assert lacking.severity == "note"
    assert "pip install 'pgplumb[harness]'" in lacking.help
